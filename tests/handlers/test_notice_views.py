"""What the bot shows of notices fits into what Slack takes, however long or hostile a text is."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident import IncidentFacts
from bot.notice.fill import fill
from bot.notice.revision import differences
from bot.notice_draft import Batch, NoticeDraft
from bot.rules.approving import findings
from bot.rules.chunks import split_chunks
from bot.rules.merge_data import merge_data_of
from bot.vocabulary import STATES
from handlers.render import Words, joined
from handlers.views.notice import notice_message, notice_part
from handlers.views.notice_diff import diff_lines
from handlers.views.notice_fields import asked_fields
from handlers.views.notice_forms import advice_form, approve_form, batch_form, edit_form, fill_form, tally_form
from handlers.views.notice_list import notice_list
from sandbox.rules.views import view_faults
from tests.bot.noticing import APPROVED, ASKED, DRAFT, KIND, KNOWN, PEOPLE, RELEASED, RULES, draft_of, holding
from tests.given import CCO, NOW, knowing, situated
from tests.handlers.test_views import fits
from tests.notices.stories import texts

WORDS = Words(RULES.department)
HOSTILE = [
    "&" * 20_000,
    "<!channel> " * 1_800,
    "x" * 20_000,
    "😀" * 9_000,
    "[MISSING: what happened] " * 700,
    "\n\n".join(["November 12, 2026 or 573-555-0000."] * 400),
    "# " + "h" * 9_000,
    "\n".join(f"- www.{place}.com/{'y' * 300}" for place in range(50)),
    DRAFT.text + "\nSee www.example.com/" + "y" * 9_000,
    "## \n\n- \n\n# *",
]


def shown(made: NoticeDraft, facts: IncidentFacts = KNOWN) -> str:
    """The message of a notice, which must fit."""
    held = holding(made, facts)
    found = findings(made, KIND, situated(held, law=RULES))
    text, blocks = notice_message(WORDS, held, PEOPLE, RULES, made, KIND, found)
    fits(text, blocks)
    return str(blocks)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_message_and_its_text_fit_whatever_stands_in_it(text: str) -> None:
    made = replace(ASKED, text=text)
    assert "<!channel>" not in shown(made)
    for part in range(len(split_chunks(text))):
        fallback, blocks = notice_part(WORDS, made, part)
        fits(fallback, blocks)
        assert "<!channel>" not in str(blocks)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_form_to_edit_takes_every_text_whole(text: str) -> None:
    view = edit_form(WORDS, KNOWN, replace(DRAFT, text=text[:19_000]))
    assert view_faults(view, home=False) == []
    for block in view["blocks"]:
        assert len(block["element"]["initial_value"]) <= 3000


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=6_000))
def test_any_text_fits(text: str) -> None:
    made = replace(DRAFT, text=text or "x")
    shown(made)
    for part in range(len(split_chunks(made.text))):
        fits(*notice_part(WORDS, made, part))
    assert view_faults(edit_form(WORDS, KNOWN, made), home=False) == []


def test_a_part_that_the_newer_version_has_no_more_says_so() -> None:
    assert "This version ends above" in str(notice_part(WORDS, DRAFT, 3)[1])


def test_every_state_shows_the_button_that_comes_next() -> None:
    after = {
        "notice_ask": DRAFT,
        "notice_approve": ASKED,
        "notice_release": APPROVED,
        "notice_batch": RELEASED,
    }
    for action, made in after.items():
        found = shown(made)
        assert [one for one in after if f"'{one}'" in found] == [action]


def test_a_notice_with_everything_missing_fits_and_names_the_roles() -> None:
    made = draft_of(knowing(pi_elements=["ssn"]))
    found = shown(made, knowing(pi_elements=["ssn"]))
    for role in ("AI", "IS", "CR"):
        assert f"Missing, and {WORDS.office(role)} knows:" in found


def test_every_value_that_moved_is_counted_even_when_not_all_are_shown() -> None:
    made = replace(DRAFT, values=dict.fromkeys(DRAFT.values, "y" * 3000))
    found = shown(made)
    assert f"… and {len(DRAFT.values) - found.count('•')} more" in found


def test_many_mailings_fit_with_the_newest_first_and_their_sum() -> None:
    batches = tuple(
        Batch(at=NOW + timedelta(hours=n), by=CCO, method="written", people=dict.fromkeys(STATES, 1), who="", roster="")
        for n in range(60)
    )
    found = shown(replace(RELEASED, batches=batches))
    assert "✉ 60." in found
    assert "✉ 1." not in found
    assert f"*{60 * len(STATES)} people told so far" in found


@pytest.mark.parametrize("text", HOSTILE)
def test_what_changed_fits_into_one_message(text: str) -> None:
    for before, after in ((DRAFT.text, text), (text, DRAFT.text)):
        lines = diff_lines(WORDS, before, after)
        assert all(len(line) <= 2_500 for line in lines)
        assert joined(lines, 2_500) or not differences(before, after)


def test_the_forms_are_ones_that_slack_opens() -> None:
    hedges = " ".join(f"At this time there is no evidence, answer {place}." for place in range(40))
    moved = replace(ASKED, text=DRAFT.text.replace("We told", f"{hedges} We told"))
    warned = [one for one in findings(moved, KIND, situated(KNOWN, law=RULES)) if one.severity == "warning"]
    assert len(warned) > 20
    for view in (
        approve_form(WORDS, KNOWN, moved, KIND, warned),
        batch_form(WORDS, KNOWN, RELEASED, KIND, int(NOW.timestamp())),
        tally_form(WORDS, 7),
        advice_form(WORDS, 7),
    ):
        assert view_faults(view, home=False) == []


@pytest.mark.parametrize("kind", sorted(RULES.packs.notices.kinds))
def test_every_kind_has_a_form_that_slack_opens(kind: str) -> None:
    wanted = RULES.packs.notices.kinds[kind]
    filled = fill(RULES.packs.notices, merge_data_of(knowing(), RULES))
    names = texts().fields_of(wanted)
    asked, from_facts = asked_fields(RULES.packs.notices, names, filled, "Cole County", everything=True)
    given = {name: "&" * 2_000 for name, one in asked if one.shape != "day"}
    ids: dict[str, Any] = {"act": "draft", "kind": kind, "name": None, "each": "Cole County"}
    assert asked
    assert view_faults(fill_form(WORDS, KNOWN, wanted, asked, from_facts, given, ids), home=False) == []


def test_the_list_fits_with_every_notice_begun_and_as_many_places_as_there_are() -> None:
    places: dict[str, Any] = {
        "infrastructure_data": True,
        "infrastructure_locations": [f"Place {n} " + "x" * 70 for n in range(60)],
    }
    facts = knowing(KNOWN, **places)
    kinds = RULES.packs.notices.kinds
    begun = {kind: replace(DRAFT, id=kind, kind=kind, each="&" * 80) for kind in kinds}
    for one in (facts, replace(facts, notice_drafts=begun)):
        assert view_faults(notice_list(WORDS, one, RULES, NOW), home=False) == []
