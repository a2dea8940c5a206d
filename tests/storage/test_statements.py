"""How many statements an act takes, and that its incident is read once: what a database far away makes dear."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from bot.commands import ActOnItem, Command, RecordFacts
from bot.decision import Answer
from bot.question_commands import Determine
from bot.rulebook import Rulebook
from bot.step_commands import ChannelOpened, SurfaceShown
from storage.engine import Store
from tests.given import AI_LEAD, IS_OTHER, LAW, NOTICE_OWED, a_report
from tests.storage.steps import tell

LIMITS = {"report": 10, "record facts": 40, "tick an item": 32, "determine": 32}
"""Statements that each act may take, PostgreSQL's lock among them; many rows of one kind are one statement."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def acts(rules: Rulebook) -> dict[str, Command]:
    """The acts by name, in their order; the others only prepare."""
    task = rules.packs.policy.checklist("IS")[0].id
    return {
        "report": a_report(),
        "channel": ChannelOpened(key="c", incident=1, channel="C1", name="br-2026-0001-a1b2"),
        "card": SurfaceShown(key="s", incident=1, surface="card", channel="C1", ts="1.1"),
        "record facts": RecordFacts(key="f", actor=AI_LEAD, incident=1, values=NOTICE_OWED, seen=0),
        "tick an item": ActOnItem(
            key="t", actor=IS_OTHER, incident=1, role="IS", item=task, act="done", statement="It was seen to"
        ),
        "determine": Determine(
            key="d",
            actor=AI_LEAD,
            incident=1,
            question="POL-4.2",
            act="decide",
            outcome="no",
            seen=9,
            reason="Nothing points to a crime",
        ),
    }


async def test_an_act_takes_few_statements_and_reads_its_incident_once(store: Store) -> None:
    taken, loads = {}, {}
    await store.write(lambda conn: None)  # a new connection looks at the schema and the file first
    for name, command in acts(LAW).items():
        with statements() as sent:
            answer = await tell(store, command, LAW)
        assert isinstance(answer, Answer), (name, answer)
        taken[name] = len(sent)
        loads[name] = sum("FROM incident" in one and "incident.number" in one for one in sent)
    print("\n".join(f"{name}: {taken[name]} statements of at most {most}" for name, most in LIMITS.items()))  # noqa: T201 - shown by `pytest -s`
    assert {name: taken[name] for name, most in LIMITS.items() if taken[name] > most} == {}
    assert {name: count for name, count in loads.items() if name != "report"} == dict.fromkeys(
        [name for name in loads if name != "report"], 1
    )


@pytest.mark.parametrize("rounds", [2, 12])
async def test_more_rows_do_not_take_more_statements(store: Store, rounds: int) -> None:
    for name, command in acts(LAW).items():
        if name in {"report", "channel", "card"}:
            await tell(store, command, LAW)
    taken = []
    for number in range(rounds):
        more = RecordFacts(key=f"f{number}", actor=AI_LEAD, incident=1, values=NOTICE_OWED, seen=99)
        with statements() as sent:
            await tell(store, more, LAW)
        taken.append(len(sent))
    assert max(taken) <= LIMITS["record facts"]
