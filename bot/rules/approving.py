"""Counsel approves exactly one text, Communications releases it; what stands in the way is named (policy 8).

An approval binds the SHA-256 of the text and of its files. Any edit voids it.
"""

import hashlib
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.decision import Answer, Decision, Entry, Refresh, Refusal, Text, Value
from bot.incident import IncidentFacts
from bot.notice.check import check_notice
from bot.notice.fill import addressees
from bot.notice.finding import Finding
from bot.notice.kinds import Kind
from bot.notice_changes import SetApproval, SetRelease
from bot.notice_commands import ApproveNotice, ReleaseNotice
from bot.notice_draft import NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.merge_data import merge_data_of, moved_values
from bot.rules.refusals import closed, only, refuse_words
from bot.situation import Situation

_OWED = ("required", "delayed")


def findings(draft: NoticeDraft, kind: Kind, situation: Situation) -> tuple[Finding, ...]:
    """What the check finds in the text as it stands. Raises FactErrors."""
    facts, law, now = situation.facts, situation.law, situation.now
    answer = situation.assessment
    owed = any(kind.is_for(one.law, one.id) and one.status in _OWED for one in answer.obligations)
    return check_notice(
        draft.text,
        kind=kind,
        notices=law.packs.notices,
        merge_data=merge_data_of(facts, law, recipient=draft.recipient, each=draft.each),
        today=now.astimezone(ZoneInfo(law.department.timezone)).date(),
        owed=owed,
    )


def approve_notice(command: ApproveNotice, situation: Situation) -> Decision | Refusal:
    """Approve one version; whoever wrote a version of it does not."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    found = _find(command.draft, command.version, facts, law)
    if isinstance(found, Refusal):
        return found
    made, kind = found
    surface = (Refresh(surface=f"notice:{made.id}"),)
    people = team.users(kind.approved_by)
    if refusal := only(command.actor, kind.approved_by, team):
        return refusal
    if command.actor in made.authors:
        others = tuple(user for user in people if user not in made.authors)
        return Refusal(name="own_draft", values={"people": others})
    if made.approval:
        values: dict[str, Value] = {"by": made.approval.by, "at": int(made.approval.at.timestamp())}
        return Refusal(name="approved_already", values=values, refresh=surface)
    if command.hashes.get("text") != hash_of(made.text):
        return Refusal(name="not_this_version", refresh=surface)
    found_in = findings(made, kind, situation)
    if refusal := _refuse_text(made, found_in, situation, surface):
        return refusal
    warned = [one for one in found_in if one.severity == "warning"]
    if warned and not command.reason.strip():
        return Refusal(name="warnings_need_reason", values={"field": "reason", "count": len(warned)})
    if refusal := refuse_words("reason", command.reason, LONGEST_TEXT):
        return refusal
    reason = command.reason.strip()
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "notice": made.id,
        "version": made.version,
        "hashes": tuple(f"{form}:{digest}" for form, digest in sorted(command.hashes.items())),
        "warnings": tuple(one.id for one in warned),
        "reason": Text(name="reason") if reason else None,
    }
    return Decision(
        answer=Answer(name="notice_approved"),
        changes=(
            SetApproval(
                draft=made.id,
                by=command.actor,
                at=now,
                hashes=dict(command.hashes),
                reason=Text(name="reason") if reason else None,
            ),
        ),
        entries=(Entry(kind="notice_approved", actor=command.actor, body=body),),
        sends=surface,
        texts={"reason": reason} if reason else {},
    )


def release_notice(command: ReleaseNotice, situation: Situation) -> Decision | Refusal:
    """Release an approved text, to be sent by people; the bot sends nothing outside."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    found = _find(command.draft, command.version, facts, law)
    if isinstance(found, Refusal):
        return found
    made, kind = found
    surface = (Refresh(surface=f"notice:{made.id}"),)
    if refusal := only(command.actor, kind.released_by, team):
        return refusal
    if made.approval is None:
        return Refusal(name="not_approved", values={"people": team.users(kind.approved_by)}, refresh=surface)
    if made.released_by:
        return Refusal(name="released_already", values={"by": made.released_by}, refresh=surface)
    if off_list(made, kind, situation):
        return Refusal(name="notice_off_list", values={"party": made.each or ""}, refresh=surface)
    if refusal := _refuse_text(made, findings(made, kind, situation), situation, surface):
        return refusal
    answer = situation.assessment
    if any(kind.is_for(one.law, one.id) and one.status == "delayed" for one in answer.obligations):
        delay = facts.in_force("delay")
        agency = str(delay.answers.get("agency") or "") if delay else ""
        return Refusal(name="notice_delayed", values={"agency": agency}, refresh=surface)
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "notice": made.id,
        "version": made.version,
        "approved_by": made.approval.by,
        "hashes": tuple(f"{form}:{digest}" for form, digest in sorted(made.approval.hashes.items())),
    }
    return Decision(
        answer=Answer(name="notice_released"),
        changes=(SetRelease(draft=made.id, by=command.actor, at=now),),
        entries=(Entry(kind="notice_released", actor=command.actor, body=body),),
        sends=surface,
    )


def hash_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal: what an approval binds."""
    return hashlib.sha256(text.encode()).hexdigest()


def off_list(made: NoticeDraft, kind: Kind, situation: Situation) -> bool:
    """Whether the party that a draft is for was taken out or renamed: what went out stays, the draft is withdrawn."""
    if kind.for_each not in ("contractors", "owners"):
        return False
    merge_data = merge_data_of(situation.facts, situation.law)
    found = addressees(kind, situation.law.department, merge_data.facts)
    return (made.recipient, made.each) not in {(one.name if one else None, each) for one, each in found}


def _find(draft: str, version: int, facts: IncidentFacts, law: Rulebook) -> tuple[NoticeDraft, Kind] | Refusal:
    if refusal := closed(facts):
        return refusal
    made = facts.notice_drafts.get(draft)
    kind = law.packs.notices.kinds.get(made.kind) if made else None
    if made is None or kind is None:
        return Refusal(name="no_such_notice")
    if made.version != version:
        return Refusal(name="not_this_version", refresh=(Refresh(surface=f"notice:{draft}"),))
    return made, kind


def _refuse_text(
    made: NoticeDraft, found: tuple[Finding, ...], situation: Situation, surface: tuple[Refresh, ...]
) -> Refusal | None:
    """A fact that moved, and what the check does not let pass."""
    facts, law = situation.facts, situation.law
    moved: Mapping[str, object] = moved_values(made, facts, law)
    if moved:
        return Refusal(name="notice_stale", values={"fields": tuple(moved)}, refresh=surface)
    errors = [one for one in found if one.severity == "error"]
    if errors:
        return Refusal(name="check_failed", values={"count": len(errors)}, refresh=surface)
    return None
