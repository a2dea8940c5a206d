"""Notices: the list, what fills one, a draft, and its versions."""

import asyncio
from collections.abc import Mapping

from bot.decision import Refusal
from bot.department import Team
from bot.incident import IncidentFacts
from bot.notice.fill import addressees, fill
from bot.notice.kinds import Kind
from bot.notice.revision import merged
from bot.notice_commands import DraftNotice, FillNotice, ReviseNotice
from bot.notice_draft import NoticeDraft
from bot.rules.merge_data import merge_data_of, merge_values
from bot.rules.refusals import for_actor, role_needed
from bot.screening import personal_data
from handlers.blocks import Block
from handlers.boundary import in_form, in_its_place, say_outcome
from handlers.desk import Desk
from handlers.render import Mrkdwn, joined, name_of
from handlers.replies import Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.notice_diff import diff_lines
from handlers.views.notice_fields import asked_fields
from handlers.views.notice_forms import edit_form, fill_form
from handlers.views.notice_list import notice_list
from storage import notice_drafts

_LONGEST = 2500
_NONE = ("none", "none.", "no", "-")


async def show_notices(desk: Desk, request: Request) -> Reply:
    """Press of `notice_list` on the assessment card: what is called for and what was begun, to read."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    return open_form(desk, notice_list(desk.words, known, desk.law, desk.clock.now()))


async def begin_notice(desk: Desk, request: Request) -> Reply:
    """Press of `notice_begin_…`: asks for what the notice still needs; once that is sent, it is drafted."""
    kind_id, place = request.ids.names
    known, team = await desk.look(request.ids.incident)
    kind = desk.law.packs.notices.kinds.get(kind_id)
    if known is None or kind is None:
        return say_outcome(desk, Refusal(name="no_such_notice"))
    if request.user not in team.users(kind.drafted_by):
        return say_outcome(desk, for_actor(role_needed((kind.drafted_by,), team), request.user, known, team))
    if int(place) >= len(_addressees(desk, known, kind)):
        return say_outcome(desk, Refusal(name="no_such_notice"))
    view = _fill_view(desk, known, kind, int(place), {"act": "draft", "kind": kind.id})
    return open_form(desk, view, push=bool(request.view))


async def ask_fields(desk: Desk, request: Request) -> Reply:
    """Press of `notice_answer`: asks again for what fills a notice that was begun."""
    found = await pressed_notice(desk, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _, made, kind = found
    place = _place(desk, known, made, kind)
    return open_form(
        desk, _fill_view(desk, known, kind, place, {"act": "answer", "artefact": made.id}, everything=True)
    )


async def submit_fields(desk: Desk, request: Request) -> Reply:
    """Submission of `notice_fill`: its fields are on record; the notice is drafted, when the form began one."""
    asked = request.metadata
    given: dict[str, str | None] = {}
    for block_id in request.inputs:
        if text := (request.chosen_day(block_id) or request.typed(block_id)).strip():
            given[_field_name(block_id)] = None if text.lower() in _NONE else text
    incident = int(asked["incident"])
    if given:
        told = await desk.execute(
            FillNotice(key=f"{request.key}:answers", actor=request.user, incident=incident, answers=given)
        )
        if isinstance(told, Refusal):
            return in_form(desk, request, told)
    if asked["act"] != "draft":
        return Nothing()
    known, _ = await desk.look(incident)
    kind = desk.law.packs.notices.kinds.get(str(asked["kind"]))
    all_ = _addressees(desk, known, kind) if known and kind else []
    if known is None or kind is None or (asked["name"], asked["each"]) not in all_:
        return in_its_place(desk, Refusal(name="no_such_notice"))
    name, each = asked["name"], asked["each"]
    drafted = desk.notices.draft(
        kind, fill(desk.law.packs.notices, merge_data_of(known, desk.law, recipient=name, each=each))
    )
    told = await desk.execute(
        DraftNotice(
            key=request.key,
            actor=request.user,
            incident=incident,
            kind=kind.id,
            text=drafted.text,
            used=tuple(sorted(desk.notices.fields_of(kind))),
            each=each,
            recipient=name,
        )
    )
    return in_its_place(desk, told)


async def draft_again(desk: Desk, request: Request) -> Reply:
    """Press of `notice_again`: the notice is drafted from what is known now: a new version."""
    found = await pressed_notice(desk, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _, made, kind = found
    merge_data = merge_data_of(known, desk.law, recipient=made.recipient, each=made.each)
    drafted = desk.notices.draft(kind, fill(desk.law.packs.notices, merge_data))
    told = await desk.execute(_revision(desk, request, made, kind, drafted.text, made.version))
    return say_outcome(desk, told) if isinstance(told, Refusal) else Nothing()


async def ask_edit(desk: Desk, request: Request) -> Reply:
    """Press of `notice_edit`: the text to edit."""
    found = await pressed_notice(desk, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team, made, kind = found
    if request.user not in (*team.users(kind.drafted_by), *team.users(kind.approved_by)):
        return say_outcome(desk, for_actor(role_needed((kind.drafted_by,), team), request.user, known, team))
    return open_form(desk, edit_form(desk.words, known, made))


async def submit_edit(desk: Desk, request: Request) -> Reply:
    """Submission of `notice_edit`: the text is the next version.

    When somebody else saved meanwhile, both are brought together and shown again.
    """
    asked = request.metadata
    known, team = await desk.look(int(asked["incident"]))
    made = known.notice_drafts.get(str(asked["artefact"])) if known else None
    kind = desk.law.packs.notices.kinds.get(made.kind) if made else None
    if known is None or made is None or kind is None:
        return in_its_place(desk, Refusal(name="no_such_notice"))
    base, between = int(asked["base"]), asked["between"]
    typed = [request.typed(f"text{base}.{place}") for place in range(len(between))]
    text = "".join(part + after for part, after in zip(typed, between, strict=True)).replace("\r\n", "\n")
    told = await desk.execute(_revision(desk, request, made, kind, text, base))
    if isinstance(told, Refusal) and told.name == "edited_meanwhile":
        return ShowInstead(view=await _both(desk, int(asked["incident"]), made.id, base, text, team))
    if not isinstance(told, Refusal):
        return Nothing()
    wrong = next((place for place, part in enumerate(typed) if personal_data(part)), 0)
    return in_form(desk, request, told, first=f"text{base}.{wrong}")


async def pressed_notice(desk: Desk, request: Request) -> tuple[IncidentFacts, Team, NoticeDraft, Kind] | Refusal:
    """The notice of a button, for the policy's roles."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return found
    known, team = found
    made = known.notice_drafts.get(request.ids.names[0])
    kind = desk.law.packs.notices.kinds.get(made.kind) if made else None
    return (known, team, made, kind) if made and kind else Refusal(name="no_such_notice")


async def _both(desk: Desk, incident: int, draft: str, base: int, mine: str, team: Team) -> Block:
    """The form again: the newer version's changes on top, both brought together below."""
    known, _ = await desk.look(incident)
    before = await desk.ask(lambda conn: notice_drafts.version_text(conn, incident, draft, base))
    if known is None:
        raise LookupError("an incident that was there")
    made = known.notice_drafts[draft]
    lines = joined(await asyncio.to_thread(diff_lines, desk.words, before or "", made.text), _LONGEST)
    by = name_of(made.author, team)
    note = desk.words.say("notice", "edit_merge", by=by, version=made.version, lines=Mrkdwn(lines))
    both = await asyncio.to_thread(merged, before or "", made.text, mine)
    return edit_form(desk.words, known, made, both, note)


def _fill_view(
    desk: Desk,
    known: IncidentFacts,
    kind: Kind,
    place: int,
    ids: Mapping[str, str | int],
    *,
    everything: bool = False,
) -> Block:
    name, each = _addressees(desk, known, kind)[place]
    merge_data = merge_data_of(known, desk.law, recipient=name, each=each)
    filled_ = fill(desk.law.packs.notices, merge_data)
    names = desk.notices.fields_of(kind)
    asked, from_facts = asked_fields(desk.law.packs.notices, names, filled_, each, everything=everything)
    typed = merge_values(known, desk.law.packs.notices)
    given = {block_id: typed.get(_field_name(block_id)) for block_id, _ in asked}
    return fill_form(desk.words, known, kind, asked, from_facts, given, {**ids, "name": name, "each": each})


def _addressees(desk: Desk, known: IncidentFacts, kind: Kind) -> list[tuple[str | None, str | None]]:
    """To whom a kind goes now: the recipient's name and the place."""
    found = addressees(kind, desk.department, merge_data_of(known, desk.law).facts)
    return [(one.name if one else None, each) for one, each in found]


def _place(desk: Desk, known: IncidentFacts, made: NoticeDraft, kind: Kind) -> int:
    """Which of the kind's addressees a notice goes to; the first, when that one is gone from the configuration."""
    pairs = _addressees(desk, known, kind)
    wanted = (made.recipient, made.each)
    return pairs.index(wanted) if wanted in pairs else 0


def _field_name(block_id: str) -> str:
    return block_id.removeprefix("field:")


def _revision(desk: Desk, request: Request, made: NoticeDraft, kind: Kind, text: str, base: int) -> ReviseNotice:
    incident = int(request.metadata.get("incident") or request.ids.incident)
    return ReviseNotice(
        key=request.key,
        actor=request.user,
        incident=incident,
        draft=made.id,
        base=base,
        text=text,
        used=tuple(sorted(desk.notices.fields_of(kind))),
    )


def open_form(desk: Desk, view: Block, *, push: bool = False) -> OpenModal:
    """A form, or a word when Slack does not open it."""
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("notice", "no_modal")), push=push)
