"""Notices in pure tests: a letter in each of its states, and the commands about it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.commands import Command
from bot.decide import decide
from bot.decision import Decision, Refusal
from bot.department import RoleMembers, Team
from bot.incident import IncidentFacts
from bot.notice.fill import fill
from bot.notice_commands import (
    ApproveNotice,
    AskApproval,
    DraftNotice,
    FillNotice,
    RecordBatch,
    ReleaseNotice,
    ReviseNotice,
    WantFile,
)
from bot.notice_draft import Approval, NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.approving import hash_of
from bot.rules.merge_data import merge_data_of, typed_name, values_of
from tests.given import CCO, LAW, NOTICE_OWED, NOW, TEAM, knowing, situated
from tests.notices.stories import department, texts

CR, CR_OTHER, CCO_OTHER = "UROSA", "URALPH", "UCOLIN"
SSN = "536-22-8741"
ROLES = {
    **LAW.department.roles,
    "CR": RoleMembers(code="CR", members=(CR, CR_OTHER)),
    "CCO": RoleMembers(code="CCO", members=(CCO, CCO_OTHER)),
}
RULES = Rulebook(packs=LAW.packs, department=replace(LAW.department, roles=ROLES, recipients=department().recipients))
PEOPLE: Team = replace(TEAM, department=RULES.department)
KIND = LAW.packs.notices.kinds["consumer_letter"]
USED = tuple(sorted(texts().fields_of(KIND)))
DECIDED = {"POL-7.A.phone", "POL-7.A.hours", "POL-7.A.opens_on", "POL-7.A.engagement", "POL-7.B.address"}
NONE = {*DECIDED, "POL-9.provider", "POL-9.term", "POL-9.enroll", "what_is_not_known", "other_information"}
SAID: dict[str, str | None] = {
    **dict.fromkeys([*NONE, "more_you_can_do"], None),
    "POL-7.A.phone": "573-555-0142",
    "incident_in_general_terms": "A laptop with payroll files was stolen.",
    "what_we_are_doing": "We told the police. We changed all passwords.",
    "notice_date": "2026-12-01",
    "signer": "Dana Director",
}
TOLD: dict[str, Any] = {typed_name(name): {"is": said} for name, said in SAID.items()}
KNOWN = knowing(**NOTICE_OWED, occurred_at="2026-10-31T09:00:00-06:00", **TOLD)


def draft_of(facts: IncidentFacts, **more: Any) -> NoticeDraft:
    """The letter as it is drafted from these facts."""
    merge_data = merge_data_of(facts, RULES)
    given: dict[str, Any] = {
        "id": KIND.id,
        "kind": KIND.id,
        "each": None,
        "recipient": None,
        "version": 1,
        "text": texts().draft(KIND, fill(RULES.packs.notices, merge_data)).text,
        "author": CR,
        "at": NOW,
        "authors": (CR,),
        "values": values_of(USED, merge_data, RULES.packs.notices),
    }
    return NoticeDraft(**(given | more))


DRAFT = draft_of(KNOWN)
APPROVAL = Approval(by=CCO, at=NOW, hashes={"text": hash_of(DRAFT.text)})
ASKED = replace(DRAFT, asked_by=CR, asked_at=NOW)
APPROVED = replace(ASKED, approval=APPROVAL)
RELEASED = replace(APPROVED, released_by=CR, released_at=NOW - timedelta(hours=1))
HEDGED = replace(ASKED, text=DRAFT.text.replace("was stolen.", "was stolen. There is no evidence of misuse."))
BROKEN = replace(ASKED, text=DRAFT.text.replace("Please remain vigilant. ", ""))
MOVED: dict[str, Any] = {"values": {**DRAFT.values, "discovered_on": "November 2, 2026"}}


def holding(made: NoticeDraft, facts: IncidentFacts = KNOWN) -> IncidentFacts:
    """The facts with the letter as it stands."""
    return replace(facts, notice_drafts={made.id: made})


def told(command: Command, facts: IncidentFacts, now: datetime = NOW, rules: Rulebook = RULES) -> Decision | Refusal:
    """What deciding answers."""
    return decide(command, situated(facts, team=PEOPLE, law=rules, now=now))  # type: ignore[arg-type]  # commands of incidents


def ask(**more: Any) -> AskApproval:
    given: dict[str, Any] = {"key": "k", "actor": CR, "incident": 7, "draft": KIND.id, "version": 1}
    return AskApproval(**(given | more))


def approve(made: NoticeDraft = DRAFT, **more: Any) -> ApproveNotice:
    given: dict[str, Any] = {"key": "k", "actor": CCO, "incident": 7, "draft": KIND.id, "version": 1}
    return ApproveNotice(**(given | {"hashes": {"text": hash_of(made.text)}} | more))


def release(**more: Any) -> ReleaseNotice:
    given: dict[str, Any] = {"key": "k", "actor": CR, "incident": 7, "draft": KIND.id, "version": 1}
    return ReleaseNotice(**(given | more))


def batch(**more: Any) -> RecordBatch:
    given: dict[str, Any] = {"key": "k", "actor": CR, "incident": 7, "draft": KIND.id, "method": "written"}
    return RecordBatch(**(given | {"at": NOW, "people": {"MO": 200}, "who": ""} | more))


def revise(**more: Any) -> ReviseNotice:
    given: dict[str, Any] = {"key": "k", "actor": CR, "incident": 7, "draft": KIND.id, "base": 1}
    return ReviseNotice(**(given | {"text": DRAFT.text + "\nMore.", "used": USED} | more))


def begin(**more: Any) -> DraftNotice:
    given: dict[str, Any] = {"key": "k", "actor": CR, "incident": 7, "kind": KIND.id, "text": DRAFT.text, "used": USED}
    return DraftNotice(**(given | more))


def answers(**said: str | None) -> FillNotice:
    return FillNotice(key="k", actor=CR, incident=7, answers=said)


def file(**more: Any) -> WantFile:
    given: dict[str, Any] = {"key": "k", "actor": CR, "incident": 7, "draft": KIND.id, "version": 1}
    return WantFile(**(given | {"form": "docx"} | more))
