"""The Web API's methods, a file for each family; importing this fills the table."""

from sandbox.methods import (
    auth,
    bookmarks,
    chat,
    conversations,
    files,
    membership,
    pins,
    reactions,
    usergroups,
    users,
    views,
)
from sandbox.methods.registry import METHODS, Method

__all__ = [
    "METHODS",
    "Method",
    "auth",
    "bookmarks",
    "chat",
    "conversations",
    "files",
    "membership",
    "pins",
    "reactions",
    "usergroups",
    "users",
    "views",
]
