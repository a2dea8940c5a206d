"""What a transaction works out of its own changes is what the database would give back, for every kind of change."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.applying import facts_after
from bot.decision import (
    AddItems,
    AddTrouble,
    AskQuestion,
    Change,
    EndDetermination,
    EndReminder,
    EndTrouble,
    OpenIncident,
    PutReminder,
    SetAbsent,
    SetCalled,
    SetChannel,
    SetDetermination,
    SetFact,
    SetHolder,
    SetItem,
    SetMessage,
    SetState,
    ShowReminder,
    Text,
)
from bot.duty import Shown
from bot.evidence_changes import AddCustodyEvent, AddEvidence
from bot.incident import IncidentFacts, Item
from bot.notice_changes import AddBatch, AskForApproval, SetApproval, SetNoticeDraft, SetRelease
from bot.rulebook import Rulebook
from storage import changes, facts, log
from storage.engine import Store
from tests.storage.steps import report

AT = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds take none
WHO, ROLE, NAME = st.sampled_from(("UANN", "UBEN")), st.sampled_from(("AI", "IS")), st.sampled_from(("a", "B", "é"))
WORDS = st.text(max_size=8) | st.just("a\x00b") | st.just("half \ud800")
STATE = st.sampled_from(("reported", "investigating", "closed"))
PAPER = st.fixed_dictionaries(
    {"reason": NAME}, optional={"consulted": st.lists(NAME, max_size=2), "answers": st.dictionaries(NAME, NAME)}
).map(json.dumps)
BATCH = st.fixed_dictionaries(
    {"method": NAME, "people": st.dictionaries(st.just("MO"), st.integers(0, 9))}, optional={"roster": NAME}
).map(json.dumps)
TEXT = Text(name="typed")
Draw = Callable[[st.SearchStrategy[Any]], Any]
Made = tuple[Change | None, str]


def _reminder(draw: Draw, known: IncidentFacts, *, numbered: bool = False) -> dict[str, str] | None:
    found = [one for one in known.reminders if one.id or not numbered]
    if numbered and not found:
        return None
    if found and (numbered or draw(st.booleans())):
        chosen = draw(st.sampled_from(found))
        return {"kind": chosen.kind, "subject": chosen.subject}
    return {"kind": draw(NAME), "subject": draw(NAME)}


def _item(draw: Draw, known: IncidentFacts) -> Item | None:
    item = Item(
        id=draw(NAME), role=draw(ROLE), position=draw(st.integers(0, 3)), title="T", cite="C", subject=draw(NAME)
    )
    return None if known.item(item.role, item.id, item.subject) else item


def _add_items(draw: Draw, known: IncidentFacts) -> Made:
    item = _item(draw, known)
    return (AddItems(items=(item,)) if item else None), ""


def _set_item(draw: Draw, known: IncidentFacts) -> Made:
    found = draw(st.sampled_from(known.items)) if known.items else None
    reason = TEXT if draw(st.booleans()) else None
    change = SetItem(
        role=found.role if found else "AI",
        item=found.id if found else "none",
        subject=found.subject if found else "",
        state=draw(st.sampled_from(("open", "done", "not_applicable", "withdrawn"))),
        assignee=draw(WHO | st.none()),
        by=draw(WHO | st.none()),
        at=draw(AT | st.none()),
        reason=reason,
    )
    return change, draw(WORDS)


def _set_message(draw: Draw, known: IncidentFacts) -> Made:
    return SetMessage(surface=draw(NAME), channel="C1", ts=draw(NAME)), ""


def _show(draw: Draw, known: IncidentFacts) -> Made:
    which = _reminder(draw, known, numbered=True)
    shown = Shown(user=draw(WHO), channel="D1", ts=draw(NAME), over=draw(st.booleans()))
    return (ShowReminder(**which, shown=shown) if which else None), ""


def _draft(draw: Draw, known: IncidentFacts) -> Made:
    notice = draw(NAME)
    standing = known.notice_drafts.get(notice)
    change = SetNoticeDraft(
        draft=notice,
        kind=draw(NAME),
        each=TEXT if draw(st.booleans()) else None,
        recipient=draw(NAME | st.none()),
        version=standing.version + 1 if standing else 1,
        text=TEXT,
        values=TEXT,
        author=draw(WHO),
        at=draw(AT),
    )
    return change, json.dumps({draw(NAME): draw(WORDS | st.none())})


def _batch(draw: Draw, known: IncidentFacts) -> Made:
    if not known.notice_drafts:
        return None, ""
    notice = draw(st.sampled_from(sorted(known.notice_drafts)))
    return AddBatch(draft=notice, by=draw(WHO), at=draw(AT), paper=TEXT), draw(BATCH)


def _evidence(draw: Draw, known: IncidentFacts) -> Made:
    change = AddEvidence(
        item=known.next_evidence,
        kind=draw(st.sampled_from(("log", "device"))),
        by=draw(WHO),
        at=draw(AT),
        recorded_at=draw(AT),
        words=TEXT,
        copy_of=draw(st.none() | st.integers(1, 3)),
    )
    return change, json.dumps(draw(st.dictionaries(NAME, NAME)))


def _custody_event(draw: Draw, known: IncidentFacts) -> Made:
    if not known.evidence:
        return None, ""
    item = draw(st.sampled_from(list(known.evidence.values())))
    change = AddCustodyEvent(
        item=item.number,
        event=item.next_event,
        kind=draw(st.sampled_from(("sealed", "released"))),
        by=draw(WHO),
        at=draw(AT),
        recorded_at=draw(AT),
        values=TEXT,
    )
    return change, json.dumps(draw(st.dictionaries(NAME, NAME)))


MAKERS: Mapping[type[Any], Callable[[Draw, IncidentFacts], Made]] = {
    SetChannel: lambda draw, known: (SetChannel(channel=draw(NAME), name=draw(NAME), state=draw(STATE)), ""),
    AddItems: _add_items,
    SetItem: _set_item,
    SetFact: lambda draw, known: (
        SetFact(
            name=draw(NAME),
            value=TEXT if draw(st.booleans()) else None,
            by=draw(WHO),
            at=draw(AT),
            version=draw(st.integers(1, 9)),
        ),
        json.dumps(draw(st.booleans() | st.lists(NAME) | st.dictionaries(NAME, st.integers(0, 9)) | WORDS)),
    ),
    SetCalled: lambda draw, known: (SetCalled(at=draw(AT), by=draw(WHO)), ""),
    SetAbsent: lambda draw, known: (
        SetAbsent(people=tuple(draw(st.dictionaries(NAME, NAME, max_size=3)).items())),
        "",
    ),
    SetMessage: _set_message,
    AddTrouble: lambda draw, known: (AddTrouble(step=draw(NAME), error=draw(NAME)), ""),
    EndTrouble: lambda draw, known: (EndTrouble(step=draw(NAME)), ""),
    SetHolder: lambda draw, known: (
        SetHolder(role=draw(ROLE), user=draw(WHO | st.none()), by=draw(WHO), at=draw(AT), note=TEXT),
        draw(WORDS),
    ),
    PutReminder: lambda draw, known: (
        PutReminder(
            **_reminder(draw, known) or {}, due_at=draw(AT), sent=draw(st.booleans()), snoozed=draw(st.booleans())
        ),
        "",
    ),
    EndReminder: lambda draw, known: (EndReminder(**_reminder(draw, known) or {}, at=draw(AT)), ""),
    SetState: lambda draw, known: (SetState(state=draw(STATE)), ""),
    SetDetermination: lambda draw, known: (
        SetDetermination(
            question=draw(NAME),
            role=draw(ROLE | st.just("")),
            outcome=draw(NAME),
            by=draw(WHO),
            at=draw(AT),
            relied_on=draw(st.dictionaries(NAME, st.integers(0, 9))),
            paper=TEXT,
        ),
        draw(PAPER),
    ),
    EndDetermination: lambda draw, known: (EndDetermination(question=draw(NAME), by=draw(WHO), at=draw(AT)), ""),
    AskQuestion: lambda draw, known: (AskQuestion(question=draw(NAME), at=draw(AT), withdrawn=draw(st.booleans())), ""),
    SetNoticeDraft: _draft,
    AskForApproval: lambda draw, known: (AskForApproval(draft=draw(NAME), by=draw(WHO), at=draw(AT)), ""),
    SetApproval: lambda draw, known: (
        SetApproval(
            draft=draw(NAME),
            by=draw(WHO),
            at=draw(AT),
            hashes=draw(st.dictionaries(NAME, NAME)),
            reason=TEXT if draw(st.booleans()) else None,
        ),
        draw(WORDS),
    ),
    SetRelease: lambda draw, known: (SetRelease(draft=draw(NAME), by=draw(WHO), at=draw(AT)), ""),
    AddBatch: _batch,
    AddEvidence: _evidence,
    AddCustodyEvent: _custody_event,
    ShowReminder: _show,
}
"""A change of each kind that may be written now, and the words that it refers to."""


def comparable(known: IncidentFacts, worked_out: IncidentFacts) -> IncidentFacts:
    """The facts without what only the database knows of a reminder that this transaction began."""
    unnumbered = {(one.kind, one.subject) for one in worked_out.reminders if one.id == 0}
    reminders = [
        replace(one, id=0, before=0, shown=()) if (one.kind, one.subject) in unnumbered else one
        for one in known.reminders
    ]
    return replace(known, reminders=tuple(sorted(reminders, key=lambda one: (one.kind, one.subject))))


def check(conn: Connection, start: IncidentFacts, data: st.DataObject, kinds: list[type[Any]]) -> None:
    worked_out = start
    for kind in kinds:
        change, words = MAKERS[kind](data.draw, worked_out)
        if change is None:
            continue
        texts = {TEXT.name: words}
        commitments = log.keep_texts(conn, texts)
        changes.apply(conn, 1, [change], commitments)
        worked_out = facts_after(worked_out, [change], texts)
        read = facts.incident_facts(conn, 1)
        assert read is not None
        assert comparable(worked_out, worked_out) == comparable(read, worked_out)
        if data.draw(st.booleans()):  # the next transaction begins
            worked_out = read


async def test_what_is_worked_out_is_what_would_be_read(store: Store, rules: Rulebook) -> None:
    await report(store, rules)

    def work(conn: Connection) -> None:
        start = facts.incident_facts(conn, 1)
        assert start is not None

        @settings(
            max_examples=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        @given(data=st.data(), kinds=st.lists(st.sampled_from(list(MAKERS)), min_size=4, max_size=14))
        def examples(data: st.DataObject, kinds: list[type[Any]]) -> None:
            with conn.begin_nested() as savepoint:
                check(conn, start, data, kinds)
                savepoint.rollback()

        examples()

    await store.write(work)


def test_every_kind_of_change_is_tried() -> None:
    assert set(get_args(Change)) == {*MAKERS, OpenIncident}
