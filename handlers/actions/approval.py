"""Asking for an approval, approving, releasing, and recording that a notice went out."""

import asyncio

from bot.decision import Refusal
from bot.notice.kinds import Kind
from bot.notice_commands import ApproveNotice, AskApproval, RecordBatch, ReleaseNotice
from bot.notice_draft import NoticeDraft
from bot.rules.approving import findings, hash_of
from bot.rules.refusals import for_actor, role_needed
from handlers.actions.notice import open_form, pressed_notice
from handlers.boundary import in_form, in_its_place, say_outcome
from handlers.desk import Desk
from handlers.notices.extra import DocumentsNotInstalledError
from handlers.notices.files import file_of
from handlers.notices.printed import NotPrintedError
from handlers.replies import FieldErrors, Nothing, Reply
from handlers.request import Request
from handlers.residents import residents_wrong, typed_residents
from handlers.views.notice_diff import diff_lines
from handlers.views.notice_forms import approve_form, batch_form
from storage import notice_drafts


async def ask_approval(desk: Desk, request: Request) -> Reply:
    """Press of `notice_ask`: the kind's approver is asked to approve the version that was shown."""
    incident, (draft, version) = request.ids.incident, request.ids.names
    told = await desk.execute(
        AskApproval(key=request.key, actor=request.user, incident=incident, draft=draft, version=int(version))
    )
    return say_outcome(desk, told) if isinstance(told, Refusal) else Nothing()


async def ask_approve(desk: Desk, request: Request) -> Reply:
    """Press of `notice_approve`: the form of the approval, for its approvers only, with what the check warns of."""
    found = await pressed_notice(desk, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team, made, kind = found
    if request.user not in team.users(kind.approved_by):
        return say_outcome(desk, for_actor(role_needed((kind.approved_by,), team), request.user, known, team))
    if request.ids.names[1:] != (str(made.version),):
        return say_outcome(desk, Refusal(name="not_this_version"))
    if made.approval is None and made.asked_by is None:
        return say_outcome(desk, Refusal(name="not_asked"))
    checked = await asyncio.to_thread(findings, made, kind, desk.situation(known, team))
    warned = [one for one in checked if one.severity == "warning"]
    before = await _text_before(desk, known.incident.id, made)
    changed = await asyncio.to_thread(diff_lines, desk.words, before, made.text) if before is not None else None
    return open_form(desk, approve_form(desk.words, known, made, kind, warned, changed))


async def submit_approval(desk: Desk, request: Request) -> Reply:
    """Submission of `notice_approve`: the version is approved, with the hashes of its text and of its files."""
    asked = request.metadata
    known, team = await desk.look(int(asked["incident"]))
    made = known.notice_drafts.get(str(asked["artefact"])) if known else None
    kind = desk.law.packs.notices.kinds.get(made.kind) if made else None
    if known is None or made is None or kind is None:
        return in_its_place(desk, Refusal(name="no_such_notice"))
    await asyncio.to_thread(findings, made, kind, desk.situation(known, team))  # the writer need not read it anew
    told = await desk.execute(
        ApproveNotice(
            key=request.key,
            actor=request.user,
            incident=int(asked["incident"]),
            draft=made.id,
            version=int(asked["version"]),
            hashes=await asyncio.to_thread(_hashes, desk, made, kind),
            reason=request.typed("reason"),
        )
    )
    return in_form(desk, request, told) if isinstance(told, Refusal) else Nothing()


async def release_notice(desk: Desk, request: Request) -> Reply:
    """Press of `notice_release`: what was approved may be sent by people."""
    incident, (draft, version) = request.ids.incident, request.ids.names
    found = await pressed_notice(desk, request)
    if not isinstance(found, Refusal):
        known, team, made, kind = found
        await asyncio.to_thread(findings, made, kind, desk.situation(known, team))  # as for an approval
    told = await desk.execute(
        ReleaseNotice(key=request.key, actor=request.user, incident=incident, draft=draft, version=int(version))
    )
    return say_outcome(desk, told) if isinstance(told, Refusal) else Nothing()


async def ask_batch(desk: Desk, request: Request) -> Reply:
    """Press of `notice_batch`: asks how, when and to how many it went out."""
    found = await pressed_notice(desk, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team, made, kind = found
    if not team.roles_of(request.user):
        return say_outcome(desk, Refusal(name="team_needed"))
    return open_form(desk, batch_form(desk.words, known, made, kind, int(desk.clock.now().timestamp())))


async def submit_batch(desk: Desk, request: Request) -> Reply:
    """Submission of `notice_batch`: the mailing, call round or posting is on record."""
    asked = request.metadata
    told_people = typed_residents(desk.law, request.typed("people"), proof=True)
    if wrong := residents_wrong(desk.words, desk.law, told_people):
        return FieldErrors(errors={"people": wrong})
    people = {state: count for state, count in told_people.counts.items() if isinstance(count, int)}
    if len(people) < len(told_people.counts):
        return in_form(desk, request, Refusal(name="states_needed", values={"field": "people"}))
    told = await desk.execute(
        RecordBatch(
            key=request.key,
            actor=request.user,
            incident=int(asked["incident"]),
            draft=str(asked["artefact"]),
            method=request.chosen("method") or "",
            at=request.chosen_moment("at") or desk.clock.now(),
            people=people,
            who=request.typed("who"),
            roster=request.typed("roster").strip().lower(),
            receipt=request.typed("receipt"),
        )
    )
    if isinstance(told, Refusal):
        return in_form(desk, request, told)
    return in_its_place(desk, told)


def _hashes(desk: Desk, made: NoticeDraft, kind: Kind) -> dict[str, str]:
    """The hashes of the text and of every file that can be made here."""
    found = {"text": hash_of(made.text)}
    for form in kind.formats:
        if form != "text":
            try:
                found[form] = file_of(made.text, kind, form, desk.department.name).sha256
            except (DocumentsNotInstalledError, NotPrintedError):
                continue
    return found


async def _text_before(desk: Desk, incident: int, made: NoticeDraft) -> str | None:
    """The text of the version before; None for the first one."""
    if made.version == 1:
        return None
    return await desk.ask(lambda conn: notice_drafts.version_text(conn, incident, made.id, made.version - 1))
