"""A bot in this process that the subjects measure, and sizes that take a moment."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.bench import acknowledgement, bursts, clicks, delivery, facts_update, memory, opening, reminders
from tests.bench.planted import Measured, measured


@pytest.fixture
async def system(sqlite_url: str) -> AsyncIterator[Measured]:
    async with measured(sqlite_url) as found:
        yield found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes that take a moment."""
    sizes: tuple[tuple[Any, dict[str, Any]], ...] = (
        (acknowledgement, {"ROUNDS": 1, "IN_A_ROUND": 4, "WARM_UP": 1, "IN_A_CROWD": 10, "CONNECTIONS": 5}),
        (bursts, {"ROUNDS": 1}),
        (clicks, {"ROUNDS": 1, "CLICKING_SECONDS": 0.15, "PATIENCE": 3.0, "REST_SECONDS": 0.2}),
        (delivery, {"ROUNDS": 1, "STEPS": 3}),
        (facts_update, {"ROUNDS": 2, "PATIENCE": 6.0, "REST_SECONDS": 0.2}),
        (memory, {"INCIDENTS": 5}),
        (opening, {"ROUNDS": 1, "PATIENCE": 12.0, "REST_SECONDS": 0.4}),
        (reminders, {"FEW": 1_000, "MANY": 40_000, "_LOOKS": 5, "_SPREAD": 5, "_IDLE": 0.3, "_GRACE": 1.5}),
    )
    for subject, names in sizes:
        for name, value in names.items():
            monkeypatch.setattr(subject, name, value)
