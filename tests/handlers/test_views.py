"""What the bot shows fits into what Slack takes, whatever people typed and however much there is of it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident import Absent, IncidentFacts, Item, ItemState, KnownFact, Trouble
from bot.rules.checklist import LONGEST_REASON
from bot.rules.intake import LONGEST_TEXT
from bot.rules.parties import MOST_ROWS
from bot.vocabulary import INCIDENT_KINDS
from handlers.blocks import Block
from handlers.render import Words
from handlers.views.assessment import assessment_card, details
from handlers.views.card import card
from handlers.views.checklist import assign_modal, reason_modal
from handlers.views.datasets import dataset_form, dataset_list
from handlers.views.parties import party_form, party_list
from handlers.views.phase_form import phase_form
from handlers.views.phase_list import phase_list, role_list
from handlers.views.report import report_modal
from handlers.views.reporter import reporter
from sandbox.rules.blocks import block_faults
from sandbox.rules.messages import ALL_BLOCKS_MAX, BLOCKS_MAX, UPDATE_TEXT_MAX
from sandbox.rules.views import view_faults
from tests.given import DEPARTMENT, FACTS, IS_LEAD, LAW, NOW, TEAM, knowing, situated, with_incident

WORDS = Words(DEPARTMENT)
ANSWER, PHASES = LAW.assess({}, NOW), LAW.packs.phases
HOSTILE = ["&" * 3_000, "<!channel> " * 300, "x" * 3_000, "😀" * 1_500, "a b " * 700]


def fits(text: str, blocks: list[Block]) -> None:
    """Slack takes the message, to post and to update."""
    assert block_faults(json.loads(json.dumps(blocks)), surface="message", maximum=BLOCKS_MAX) == []
    assert len(json.dumps(blocks, ensure_ascii=False)) <= ALL_BLOCKS_MAX
    assert 0 < len(text) <= UPDATE_TEXT_MAX


def lists_fit(facts: IncidentFacts) -> None:
    """Every list of a phase and of a role, and the form of the whole of it."""
    for phase in PHASES.phases:
        fits(*phase_list(WORDS, situated(facts), phase))
        view = phase_form(WORDS, situated(facts), phase.id)
        assert view is not None
        assert view_faults(json.loads(json.dumps(view)), home=False) == []
    fits(*role_list(WORDS, situated(facts), "IS"))


def items(count: int, **more: Any) -> tuple[Item, ...]:
    return tuple(
        replace(FACTS.items[0], id=f"POL-{place}", position=place, at=NOW + timedelta(seconds=place), **more)
        for place in range(count)
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_a_card_takes_the_longest_report(what: str) -> None:
    facts = with_incident(what=what[:LONGEST_TEXT], behalf_of=what[:200], kinds=INCIDENT_KINDS, noticed_at=NOW)
    fits(*card(WORDS, facts, TEAM, ANSWER, LAW))


def test_a_card_takes_everybody_absent_and_everything_failed() -> None:
    absent = tuple(Absent(person=f"somebody.number.{n}@example.gov", reason="user_not_found") for n in range(60))
    troubles = tuple(Trouble(step=f"surface:checklist:{n}", error="restricted_action") for n in range(60))
    fits(*card(WORDS, replace(FACTS, absent=absent, troubles=troubles), TEAM, ANSWER, LAW))


EVERYTHING: dict[str, Any] = {
    "incident_kinds": list(INCIDENT_KINDS),
    "computerized": True,
    "accessed": True,
    "acquired": True,
    "names_included": True,
    "pi_elements": ["ssn"],
    "encrypted": False,
    "data_role": "owns",
    "discovered_at": "2026-11-01T09:00:00-06:00",
    "residents": {"MO": 200_000, **dict.fromkeys(("KS", "IL", "IA", "AR", "OK", "TN", "NE", "KY", "TX"), 1)},
    "notices_at_one_time": [600, 600],
}


@pytest.mark.parametrize("known", [{}, EVERYTHING])
def test_the_assessment_and_its_reasons_fit(known: dict[str, Any]) -> None:
    answer = LAW.assess(known, NOW)
    fits(*assessment_card(WORDS, situated(FACTS), answer))
    fits(*details(WORDS, FACTS, answer))


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_list_takes_the_longest_reasons(reason: str) -> None:
    settled = items(12, state="not_applicable", by=IS_LEAD, reason=reason[:LONGEST_REASON])
    lists_fit(replace(FACTS, items=settled))


LONG = "Preserve logs, images and devices as counsel guides, and write down who held them when"


@pytest.mark.parametrize("count", [0, 1, 3, 4, 30, 115])
@pytest.mark.parametrize("title", ["Quarantine", LONG])
def test_a_list_takes_as_many_items_as_there_are(count: int, title: str) -> None:
    waiting = items(count, title=title, subject="St. Francois County", time_word="immediately")
    settled = items(count, title=title, subject="Ste. Genevieve County", state="done", by=IS_LEAD)
    for made in (waiting, settled, (*waiting, *settled)):
        lists_fit(replace(FACTS, items=made))


STATES: st.SearchStrategy[ItemState] = st.sampled_from(["open", "done", "not_applicable", "withdrawn"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(STATES, st.text(max_size=500), st.text(max_size=40)), max_size=40))
def test_any_list_fits(given_items: list[tuple[ItemState, str, str]]) -> None:
    made: IncidentFacts = replace(
        FACTS,
        items=tuple(
            replace(FACTS.items[0], id=f"POL-{n}", state=state, by=IS_LEAD, at=NOW, reason=reason, subject=subject)
            for n, (state, reason, subject) in enumerate(given_items)
        ),
    )
    lists_fit(made)
    fits(*card(WORDS, made, TEAM, ANSWER, LAW))


def test_a_card_shows_what_is_recorded_by_now_rather_than_what_was_reported() -> None:
    known = {
        name: KnownFact(name=name, value=value, by=IS_LEAD, at=NOW, version=2)
        for name, value in {"incident_kinds": ["device_stolen"], "location": "Central District"}.items()
    }
    shown = json.dumps(card(WORDS, replace(with_incident(kinds=("other",)), known=known), TEAM, ANSWER, LAW)[1])
    assert "Stolen device" in shown
    assert "Central District" in shown
    assert "Other" not in shown


def test_the_reporter_is_told_of_the_closing_and_asked_nothing_more() -> None:
    text, blocks = reporter(WORDS, with_incident(state="closed", called_at=None), TEAM)
    assert "is closed" in text
    assert "call" not in json.dumps(blocks)


def test_every_role_of_the_policy_has_a_list_that_fits() -> None:
    for role in ("AI", "CCO", "IS", "CR"):
        fits(*role_list(WORDS, situated(FACTS), role))


def test_the_reporters_message_tells_nothing_of_the_content() -> None:
    text, blocks = reporter(WORDS, with_incident(what="the zebra laptop", behalf_of="zebra", office="zebra"), TEAM)
    fits(text, blocks)
    assert "zebra" not in json.dumps(blocks)


@pytest.mark.parametrize("what", [None, *HOSTILE])
def test_the_form_is_one_that_slack_opens(what: str | None) -> None:
    assert (
        view_faults(report_modal(WORDS, DEPARTMENT, what=what, kind="a card number" if what else None), home=False)
        == []
    )


def test_the_small_forms_are_ones_that_slack_opens() -> None:
    item = FACTS.items[0]
    assert view_faults(reason_modal(WORDS, item, "7|IS|POL-8.1|not_applicable"), home=False) == []
    assert view_faults(assign_modal(WORDS, item, TEAM, "7|IS|POL-8.1|assign"), home=False) == []


def test_the_lists_of_forty_data_sets_and_parties_fit_a_modal() -> None:
    rows: list[dict[str, Any]] = [{"id": f"r{n}", "name": f"{n} " + "x" * 70} for n in range(MOST_ROWS)]
    sets: list[dict[str, Any]] = [{**row, "role": "maintains", "elements": []} for row in rows]
    parties: list[dict[str, Any]] = [{**row, "kind": "contractor"} for row in rows]
    facts = knowing(datasets=sets, parties=parties)
    for view in (
        dataset_list(WORDS, facts),
        party_list(WORDS, facts),
        dataset_form(WORDS, facts, LAW.department, sets[0]),
        party_form(WORDS, facts, parties[0]),
    ):
        assert len(view["blocks"]) <= 100
        assert len(view["private_metadata"]) <= 3000
