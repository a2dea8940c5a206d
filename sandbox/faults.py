"""Faults that a test, the page or the command line asks for: what goes wrong, where, how often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.row import Json, Row

# What may go wrong with a call of the Web API. The numbers are the options with their defaults.
CALL_FAULTS: dict[str, Json] = {
    "error": {"error": "fatal_error"},
    "ratelimited": {"retry_after": 1},
    "http": {"status": 503},
    "delay": {"seconds": 1.0},
    "hang": {"seconds": 60.0},  # no answer for so long, then the connection drops; nothing was done
    "lost": {},  # the work is done, the answer never comes
    "lost_before": {},  # the connection drops and nothing was done
    "revoked": {},
    "call": {"callback": None, "when": "before"},
}
# What may go wrong with a delivery to the app.
DELIVERY_FAULTS: dict[str, Json] = {
    "delay": {"seconds": 1.0},
    "lost": {},  # the app gets it, its answer is lost
    "lost_before": {},  # the app never gets it
    "redeliver": {"copies": 2, "together": False},
    "disconnect": {},  # the socket is cut right after the envelope went out
    "reorder": {"behind": 1},  # an event is held back until so many later ones went out
    "call": {"callback": None, "when": "before"},
}


@dataclass(kw_only=True)
class Fault(Row):
    """One fault: it lets `skip` matching calls pass, then strikes `times` times (None: always)."""

    id: int
    method: str
    kind: str
    options: Json = field(default_factory=dict)
    times: int | None = 1
    skip: int = 0
    person: str | None = None
    struck: int = 0

    def json(self) -> Json:
        options = {key: value for key, value in self.options.items() if key != "callback"}
        return {**vars(self), "options": options}


class Faults:
    """The faults that are switched on."""

    def __init__(self, on_change: Callable[[], None] = lambda: None) -> None:
        self._active: list[Fault] = []
        self._next = 1
        self._on_change = on_change

    def __iter__(self) -> Any:
        return iter(list(self._active))

    def __len__(self) -> int:
        return len(self._active)

    def add(
        self,
        method: str,
        kind: str,
        *,
        times: int | None = 1,
        skip: int = 0,
        person: str | None = None,
        **options: Any,
    ) -> Fault:
        """Switch a fault on for a Web API method ("*": any) or for deliveries ("delivery": any, or one)."""
        if kind not in CALL_FAULTS and kind not in DELIVERY_FAULTS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(sorted({**CALL_FAULTS, **DELIVERY_FAULTS}))}")
        defaults = {**CALL_FAULTS, **DELIVERY_FAULTS}[kind]
        if unknown := set(options) - set(defaults):
            raise ValueError(f"fault {kind!r} has no option {', '.join(sorted(unknown))}")
        fault = Fault(
            id=self._next,
            method=method,
            kind=kind,
            options={**defaults, **options},
            times=times,
            skip=skip,
            person=person,
        )
        self._next += 1
        self._active.append(fault)
        self._on_change()
        return fault

    def remove(self, fault_id: int) -> bool:
        """Switch one fault off; False when it was not on."""
        before = len(self._active)
        self._active = [fault for fault in self._active if fault.id != fault_id]
        self._on_change()
        return len(self._active) < before

    def clear(self) -> None:
        """Switch every fault off."""
        self._active.clear()
        self._on_change()

    def take(self, names: set[str], kinds: dict[str, Json], person: str | None) -> list[Fault]:
        """The faults that strike this call or delivery, counted as used."""
        striking = []
        for fault in list(self._active):
            if fault.method not in names or fault.kind not in kinds:
                continue
            if fault.person is not None and fault.person != person:
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.struck += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._active.remove(fault)
            striking.append(fault)
        if striking:
            self._on_change()
        return striking


async def run_callback(fault: Fault, *args: Any) -> None:
    """Run the function of a "call" fault, sync or async, with or without an argument."""
    callback: Callable[..., Awaitable[None] | None] = fault.options["callback"]
    wanted = getattr(getattr(callback, "__code__", None), "co_argcount", 0) - (
        1 if hasattr(callback, "__self__") else 0
    )
    result = callback(*args[: max(wanted, 0)])
    if asyncio.iscoroutine(result) or isinstance(result, asyncio.Future):
        await result


def parse_fault(text: str) -> tuple[str, str, Json]:
    """Read "method:kind:key=value:key=value" as the command line writes it."""
    parts = text.split(":")
    if len(parts) < 2:
        raise ValueError(f"a fault reads method:kind[:key=value…], not {text!r}")
    options: Json = {}
    for part in parts[2:]:
        key, sign, value = part.partition("=")
        if not sign:
            raise ValueError(f"a fault's option reads key=value, not {part!r}")
        options[key] = _value(value)
    return parts[0], parts[1], options


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    if text in ("ever", "none"):
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
