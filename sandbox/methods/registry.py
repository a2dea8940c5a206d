"""The table of methods: which function answers, with which token, scopes and rate tier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.call import Call
from sandbox.row import Json

Answer = Callable[[Call], Json]


@dataclass(frozen=True, kw_only=True)
class Method:
    """One Web API method."""

    name: str
    answer: Answer
    scopes: tuple[str, ...] = ()  # the token needs one of these
    token: str = "bot"  # noqa: S105  # the kind of token: bot, app, or none


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, token: str = "bot") -> Callable[[Answer], Answer]:  # noqa: S107  # a kind of token
    """Enter a function into the table under its method's name."""

    def enter(answer: Answer) -> Answer:
        METHODS[name] = Method(name=name, answer=answer, scopes=scopes, token=token)
        return answer

    return enter
