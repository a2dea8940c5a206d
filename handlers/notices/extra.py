"""The extra `documents`: the packages that write Word files and PDF."""

from importlib import import_module
from types import ModuleType


class DocumentsNotInstalledError(Exception):
    """The extra `documents` is not installed, so this format cannot be made. The text and the web page can."""


def documents(name: str) -> ModuleType:
    """A module of the extra. Raises DocumentsNotInstalledError."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise DocumentsNotInstalledError(name) from None
