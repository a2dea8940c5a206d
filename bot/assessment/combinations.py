"""Conditions made of conditions, ready to be asked: each answers true, false or unknown, and names what it needs."""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.kleene import Kleene, any_of, not_


class Knowledge(Protocol):
    """What a node asks: known facts, and the law's own parts."""

    known: Mapping[str, Any]

    def step(self, name: str) -> Kleene: ...

    def step_needs(self, name: str, out: list[str]) -> None: ...

    def taken(self, name: str) -> Kleene: ...

    def taken_needs(self, name: str, out: list[str]) -> None: ...

    def reading(self, name: str) -> bool: ...

    def owed(self, statuses: tuple[str, ...]) -> Kleene: ...

    def owed_needs(self, statuses: tuple[str, ...], out: list[str]) -> None: ...


class Node(Protocol):
    """A condition made ready. `needs` adds the facts that keep an unknown answer open."""

    def value(self, knowledge: Knowledge) -> Kleene: ...

    def needs(self, knowledge: Knowledge, out: list[str]) -> None: ...


class Combined:
    """All or any of several conditions."""

    def __init__(self, operator: str, parts: list[Node]) -> None:
        self._stop = operator == "any"
        self._parts = tuple(parts)

    def value(self, knowledge: Knowledge) -> Kleene:
        # Stops at the first part that settles it, so that a reading behind it is never asked, and so never shown as
        # debatable. Written out: all_of and any_of over a generator take twice as long.
        stop = self._stop
        result: Kleene = not stop
        for part in self._parts:
            value = part.value(knowledge)
            if value is stop:
                return stop
            if value is None:
                result = None
        return result

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        for part in self._parts:
            if part.value(knowledge) is None:
                part.needs(knowledge, out)


class Not:
    """The opposite; unknown stays unknown."""

    def __init__(self, part: Node) -> None:
        self._part = part

    def value(self, knowledge: Knowledge) -> Kleene:
        return not_(self._part.value(knowledge))

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        self._part.needs(knowledge, out)


class OfElement:
    """What a condition on one data element asks: the element's own facts, and the law's readings."""

    def __init__(self, knowledge: Knowledge, element: Mapping[str, Any]) -> None:
        self.known = element
        self.flat = "datasets" not in knowledge.known
        self._knowledge = knowledge

    def __getattr__(self, name: str) -> Any:
        return getattr(self._knowledge, name)


class SomeElement:
    """Some data element of the set meets the condition by itself."""

    def __init__(self, part: Node) -> None:
        self._part = part

    def value(self, knowledge: Knowledge) -> Kleene:
        return any_of(self._part.value(OfElement(knowledge, element)) for element in knowledge.known["elements"])

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        for element in knowledge.known["elements"]:
            one = OfElement(knowledge, element)
            if self._part.value(one) is None:
                self._part.needs(one, out)


class Shown:
    """True once the condition is known to hold; never unknown."""

    def __init__(self, part: Node) -> None:
        self._part = part

    def value(self, knowledge: Knowledge) -> Kleene:
        return self._part.value(knowledge) is True

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        return None


class OpenUntilNode:
    """Unknown until the condition is met, and false from then on: what has not been exceeded yet may still be."""

    def __init__(self, until: Node, first: str) -> None:
        self._until = until
        self._first = first

    def value(self, knowledge: Knowledge) -> Kleene:
        return False if self._until.value(knowledge) is True else None

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        if self._until.value(knowledge) is False or self._first not in knowledge.known:
            out.append(self._first)
        else:
            self._until.needs(knowledge, out)
