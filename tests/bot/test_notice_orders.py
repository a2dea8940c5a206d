"""Approval, release and proof in every wrong order: each is refused by its name and changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.commands import Command
from bot.decision import Decision, Refusal
from bot.incident import IncidentFacts
from handlers.render import Words
from tests.bot.noticing import (
    APPROVED,
    ASKED,
    BROKEN,
    CCO_OTHER,
    CR,
    CR_OTHER,
    DRAFT,
    HEDGED,
    KNOWN,
    MOVED,
    RELEASED,
    RULES,
    SSN,
    answers,
    approve,
    ask,
    batch,
    begin,
    file,
    holding,
    release,
    revise,
    told,
)
from tests.given import AI_LEAD, CCO, NOW, STRANGER, having, knowing

CLOSED = replace(KNOWN, incident=replace(KNOWN.incident, state="closed"))
COVERS = {"agency": "Highway Patrol", "notices": ["us_mo_407_1500|consumer_notice"]}
DELAY: dict[str, Any] = {
    "officer": "Sgt. Dale Dorn",
    "agency": "Highway Patrol",
    "reason": "impede_investigation",
    "in_writing": True,
    "requested_at": "2026-11-20T10:00:00-06:00",
    "recorded_at": "2026-11-20T10:05:00-06:00",
}
HELD = having(knowing(KNOWN, delay=DELAY), "delay", "holds", answers=COVERS)

WRONG: list[tuple[str, Command, IncidentFacts, str]] = [
    ("draft by another role", begin(actor=AI_LEAD), KNOWN, "role_needed"),
    ("draft by a stranger", begin(actor=STRANGER), KNOWN, "team_needed"),
    ("draft of an unknown kind", begin(kind="postcard"), KNOWN, "no_such_notice"),
    ("draft twice", begin(actor=CR_OTHER), holding(DRAFT), "drafted_already"),
    ("draft of nothing", begin(text=" \n"), KNOWN, "notice_empty"),
    ("draft with personal data", begin(text=f"SSN {SSN}"), KNOWN, "personal_data"),
    ("draft too long", begin(text="word " * 4_001), KNOWN, "text_too_long"),
    ("draft when closed", begin(), CLOSED, "incident_closed"),
    ("answer by a stranger", replace(answers(signer="D"), actor=STRANGER), KNOWN, "team_needed"),
    ("answer of an unknown field", answers(ssn="1"), KNOWN, "no_such_notice"),
    ("answer that is no day", answers(notice_date="soon"), KNOWN, "day_needed"),
    ("none where it is no answer", answers(signer=None), KNOWN, "none_is_no_answer"),
    ("answer with personal data", answers(signer=f"SSN {SSN}"), KNOWN, "personal_data"),
    ("edit of nothing", revise(), KNOWN, "no_such_notice"),
    ("edit by another role", revise(actor=AI_LEAD), holding(DRAFT), "role_needed"),
    ("edit of an old version", revise(), holding(replace(DRAFT, version=2)), "edited_meanwhile"),
    ("edit with personal data", revise(text=f"SSN {SSN}"), holding(DRAFT), "personal_data"),
    ("edit when closed", revise(), holding(DRAFT, CLOSED), "incident_closed"),
    ("ask before the draft", ask(), KNOWN, "no_such_notice"),
    ("ask by a stranger", ask(actor=STRANGER), holding(DRAFT), "team_needed"),
    ("ask for an old version", ask(), holding(replace(DRAFT, version=2)), "not_this_version"),
    ("ask twice", ask(), holding(ASKED), "asked_already"),
    ("ask after the approval", ask(), holding(APPROVED), "asked_already"),
    ("approve before the draft", approve(), KNOWN, "no_such_notice"),
    ("approve by Communications", approve(actor=CR), holding(ASKED), "role_needed"),
    ("approve the own draft", approve(), holding(replace(ASKED, authors=(CR, CCO))), "own_draft"),
    ("approve another version", approve(version=2), holding(ASKED), "not_this_version"),
    ("approve another text", approve(HEDGED), holding(ASKED), "not_this_version"),
    ("approve without a hash", approve(hashes={}), holding(ASKED), "not_this_version"),
    ("approve twice", approve(actor=CCO_OTHER), holding(APPROVED), "approved_already"),
    ("approve on a moved fact", approve(), holding(replace(ASKED, **MOVED)), "notice_stale"),
    ("approve with errors", approve(BROKEN), holding(BROKEN), "check_failed"),
    ("approve a warning without a reason", approve(HEDGED), holding(HEDGED), "warnings_need_reason"),
    ("approve with personal data", approve(reason=f"SSN {SSN}"), holding(ASKED), "personal_data"),
    ("approve when closed", approve(), holding(ASKED, CLOSED), "incident_closed"),
    ("release before the draft", release(), KNOWN, "no_such_notice"),
    ("release a draft", release(), holding(DRAFT), "not_approved"),
    ("release before the approval", release(), holding(ASKED), "not_approved"),
    ("release by counsel", release(actor=CCO), holding(APPROVED), "role_needed"),
    ("release another version", release(version=2), holding(APPROVED), "not_this_version"),
    ("release on a moved fact", release(), holding(replace(APPROVED, **MOVED)), "notice_stale"),
    ("release with errors", release(), holding(replace(APPROVED, text=BROKEN.text)), "check_failed"),
    ("release under a delay", release(), holding(APPROVED, HELD), "notice_delayed"),
    ("release twice", release(actor=CR_OTHER), holding(RELEASED), "released_already"),
    ("release when closed", release(), holding(APPROVED, CLOSED), "incident_closed"),
    ("sent before the draft", batch(), KNOWN, "no_such_notice"),
    ("sent as a draft", batch(), holding(DRAFT), "not_released"),
    ("sent before the release", batch(), holding(APPROVED), "not_released"),
    ("sent by another role", batch(actor=AI_LEAD), holding(RELEASED), "role_needed"),
    ("sent in the future", batch(at=NOW + timedelta(hours=1)), holding(RELEASED), "batch_time"),
    ("sent long before the release", batch(at=NOW - timedelta(days=3)), holding(RELEASED), "batch_time"),
    ("sent by a way unknown", batch(method="pigeon"), holding(RELEASED), "choose_again"),
    ("sent to nobody", batch(people={}), holding(RELEASED), "states_needed"),
    ("sent to no state", batch(people={"XX": 5}), holding(RELEASED), "states_needed"),
    ("sent to fewer than none", batch(people={"MO": -5}), holding(RELEASED), "states_needed"),
    ("sent to more than there are", batch(people={"MO": 10**12}), holding(RELEASED), "states_needed"),
    ("sent with a list for a hash", batch(roster="Doe, Jane"), holding(RELEASED), "roster_hash"),
    ("sent with personal data", batch(who=f"SSN {SSN}"), holding(RELEASED), "personal_data"),
    ("sent when closed", batch(), holding(RELEASED, CLOSED), "incident_closed"),
    ("a file of another version", file(version=2), holding(DRAFT), "not_this_version"),
    ("a file of another form", file(form="pdf"), holding(DRAFT), "no_such_notice"),
    ("a file for a stranger", file(actor=STRANGER), holding(DRAFT), "team_needed"),
]

RIGHT: list[tuple[str, Command, IncidentFacts]] = [
    ("draft", begin(), KNOWN),
    ("edit", revise(), holding(DRAFT)),
    ("edit by counsel", revise(actor=CCO), holding(DRAFT)),
    ("ask", ask(), holding(DRAFT)),
    ("approve", approve(), holding(ASKED)),
    ("approve unasked", approve(), holding(DRAFT)),
    ("approve a warning with a reason", approve(HEDGED, reason="IS looked"), holding(HEDGED)),
    ("approve under a delay", approve(), holding(ASKED, HELD)),
    ("release", release(), holding(APPROVED)),
    ("sent", batch(), holding(RELEASED)),
    ("sent, said by counsel", batch(actor=CCO), holding(RELEASED)),
    ("a file", file(), holding(DRAFT)),
]


@pytest.mark.parametrize(("command", "facts", "name"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_a_wrong_order_is_refused_with_its_sentence(command: Command, facts: IncidentFacts, name: str) -> None:
    refusal = told(command, facts)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.name == name
    assert Words(RULES.department).has("refusals", name)


@pytest.mark.parametrize(("command", "facts"), [one[1:] for one in RIGHT], ids=[one[0] for one in RIGHT])
def test_the_right_order_is_not_refused(command: Command, facts: IncidentFacts) -> None:
    decision = told(command, facts)
    assert isinstance(decision, Decision), decision


def test_a_notice_to_an_address_that_is_stale_is_not_released() -> None:
    far = datetime.combine(date(2027, 12, 1), NOW.timetz())
    assert isinstance(found := told(release(), holding(APPROVED), far), Refusal)
    assert found.name == "check_failed"


STEPS: dict[str, Callable[[], Command]] = {"ask": ask, "approve": approve, "release": release, "sent": batch}
ORDER = ("ask", "approve", "release", "sent")
STATES = {"draft": DRAFT, "ask": ASKED, "approve": APPROVED, "release": RELEASED}
ALLOWED = {
    "draft": {"ask", "approve"},
    "ask": {"approve"},
    "approve": {"release"},
    "release": {"sent"},
}
"""After each step, what may come next; an approval need not be asked for."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", ORDER)
def test_each_step_comes_only_after_the_one_before_it(state: str, step: str) -> None:
    found = told(STEPS[step](), holding(STATES[state]))
    assert isinstance(found, Decision) == (step in ALLOWED[state])
