"""A notice in the channel: one message with its state, what is missing, what the check says; its text in the thread."""

from collections.abc import Sequence

from bot.department import Team
from bot.incident import IncidentFacts
from bot.notice.check import blocks_release
from bot.notice.finding import Finding
from bot.notice.grade import grade
from bot.notice.kinds import Kind
from bot.notice_draft import NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.approving import hash_of
from bot.rules.chunks import split_chunks
from bot.rules.merge_data import moved_values
from handlers.blocks import Block, actions, button, context, section
from handlers.button_ids import pack_ids
from handlers.notices.findings import finding_sentence
from handlers.render import Mrkdwn, Words, escape, joined, name_of, short

_SHOWN = 8
_LONGEST = 2800
_LONGEST_LABELS = 300


def notice_message(
    words: Words,
    facts: IncidentFacts,
    team: Team,
    law: Rulebook,
    made: NoticeDraft,
    kind: Kind,
    found: Sequence[Finding],
) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks."""
    blocks = [section(_headline(words, made, kind, team, found)), context(_state(words, made, kind, team))]
    blocks += _fields(words, law, made)
    if moved := moved_values(made, facts, law):
        lines = [_moved(words, law, name, before, now) for name, (before, now) in moved.items()]
        blocks.append(section(Mrkdwn(f"{words.say('notice', 'stale')}\n{_some(words, lines)}")))
    gaps, others = _gaps(words, law, found)
    if lines := [*gaps, *(_finding(words, one) for one in others)]:
        blocks.append(section(_some(words, lines)))
    if made.batches:
        newest_first = [_batch(words, made, place, team) for place in reversed(range(len(made.batches)))]
        told = words.say("notice", "told", count=made.sent)
        blocks.append(section(Mrkdwn(f"{told}\n{_some(words, newest_first)}")))
    blocks.append(actions(*_buttons(words, facts, made, kind, found, stale=bool(moved)), block_id="notice"))
    return words.say("notice", "fallback", number=facts.incident.number), blocks


def notice_part(words: Words, made: NoticeDraft, part: int) -> tuple[Mrkdwn, list[Block]]:
    """One part of the text, as it will be read; an older version may have had more parts."""
    parts = split_chunks(made.text)
    if part >= len(parts):
        text = words.say("notice", "no_more_text")
        return text, [context(text)]
    fallback = words.say("notice", "part_fallback", title=made.kind.replace("_", " "))
    return fallback, [section(Mrkdwn(piece)) for piece in _pieces(parts[part])]


def _pieces(text: str) -> list[str]:
    """The text as Slack shows it: headings bold, everything escaped, each piece short enough for a section."""
    pieces = [""]
    for line in (piece for whole in text.splitlines() for piece in split_chunks(whole, _LONGEST - 10)):
        shown = escape(line.removeprefix("## ").removeprefix("# "))
        if line.startswith("#") and shown.strip("* "):
            shown = f"*{shown}*"
        elif line.startswith("- "):
            shown = f"• {escape(line[2:])}"
        if len(pieces[-1]) + len(shown) > _LONGEST:
            pieces.append("")
        pieces[-1] += f"{shown}\n"
    return [piece.strip() for piece in pieces if piece.strip()] or [" "]


def _some(words: Words, lines: Sequence[Mrkdwn]) -> Mrkdwn:
    """The first lines, and how many more there are."""
    shown = joined(lines[:_SHOWN], _LONGEST)
    if (more := len(lines) - shown.count("\n") - 1) > 0:
        return Mrkdwn(f"{shown}\n{words.say('notice', 'more', count=more)}")
    return shown


def _gaps(words: Words, law: Rulebook, found: Sequence[Finding]) -> tuple[list[Mrkdwn], list[Finding]]:
    """A line for each role that knows something that is missing, and the findings about anything else."""
    fields = {field.label: field for field in law.packs.notices.fields.values()}
    missing: dict[str | None, list[str]] = {}
    others = []
    for one in found:
        label = dict(one.values).get("gap", "") if one.id == "unfilled" else ""
        if label in fields:
            missing.setdefault(fields[label].asks, []).append(label)
        else:
            others.append(one)
    lines = [
        words.say("notice", "gaps" if role else "gaps_configured", role=role, labels=", ".join(labels))
        for role, labels in missing.items()
    ]
    return lines, others


def _headline(words: Words, made: NoticeDraft, kind: Kind, team: Team, found: Sequence[Finding]) -> Mrkdwn:
    score = grade(made.text)
    missing = {one.id for one in found if one.severity == "error"} & {"item_missing", "required_missing"}
    return words.say(
        "notice",
        "headline",
        title=kind.title,
        to=made.each or made.recipient,
        version=made.version,
        by=name_of(made.author, team),
        grade=str(score.grade) if score else None,
        limit=kind.grade,
        missing=len(missing),
        cite=kind.cite,
    )


def _state(words: Words, made: NoticeDraft, kind: Kind, team: Team) -> Mrkdwn:
    approval = made.approval
    if made.released_at and approval:
        return words.say(
            "notice",
            "released",
            by=name_of(made.released_by, team),
            at=made.released_at,
            approved_by=name_of(approval.by, team),
            sha=hash_of(made.text)[:12],
        )
    if approval:
        return words.say(
            "notice", "approved", by=name_of(approval.by, team), at=approval.at, sha=approval.hashes["text"][:12]
        )
    if made.asked_by and made.asked_at:
        return words.say("notice", "asked", role=kind.approved_by, by=name_of(made.asked_by, team), at=made.asked_at)
    return words.say("notice", "not_approved", drafter=kind.drafted_by, approver=kind.approved_by)


def _fields(words: Words, law: Rulebook, made: NoticeDraft) -> list[Block]:
    """What the text is filled from."""
    fields = law.packs.notices.fields
    used = [fields[name] for name, value in made.values.items() if name in fields and value is not None]
    told = [one.label for one in used if one.source in ("fact", "decision", "typed")]
    return [context(words.say("notice", "uses", labels=short(", ".join(told), _LONGEST_LABELS)))] if told else []


def _moved(words: Words, law: Rulebook, name: str, before: str | None, now: str | None) -> Mrkdwn:
    field = law.packs.notices.fields.get(name)
    nothing = words.say("notice", "nothing")
    return words.say(
        "notice",
        "moved",
        label=field.label if field else short(name, 80),
        before=short(before, 80) if before else nothing,
        now=short(now, 80) if now else nothing,
    )


def _finding(words: Words, one: Finding) -> Mrkdwn:
    return words.say("notice", one.severity, text=finding_sentence(words, one), cite=one.cite)


def _batch(words: Words, made: NoticeDraft, place: int, team: Team) -> Mrkdwn:
    one = made.batches[place]
    return words.say(
        "notice",
        "batch",
        place=place + 1,
        method=words.say("notice", f"method_{one.method}"),
        at=one.at,
        people=", ".join(f"{state} {count}" for state, count in sorted(one.people.items())),
        by=name_of(one.by, team),
        counts=one.counts_as_notice or one.method == "returned",
        roster=one.roster[:12],
    )


def _buttons(
    words: Words, facts: IncidentFacts, made: NoticeDraft, kind: Kind, found: Sequence[Finding], *, stale: bool
) -> list[Block]:
    made_now = (facts.incident.id, made.id, made.version)
    ids = pack_ids(*made_now)
    blocked = stale or blocks_release(tuple(found))
    presses: list[Block] = []
    if made.released_at:
        presses.append(button(words.say("notice", "batch_button"), "notice_batch", ids, style="primary"))
    elif made.approval:
        presses.append(button(words.say("notice", "release_button"), "notice_release", ids, style="primary"))
    elif made.asked_by:
        presses.append(button(words.say("notice", "approve_button"), "notice_approve", ids, style="primary"))
    else:
        style = None if blocked else "primary"
        presses.append(button(words.say("notice", "ask_button", role=kind.approved_by), "notice_ask", ids, style=style))
    presses.append(button(words.say("notice", "edit_button"), "notice_edit", ids))
    presses.append(button(words.say("notice", "answer_button"), "notice_answer", ids))
    if stale:
        presses.append(button(words.say("notice", "again_button"), "notice_again", ids))
    forms = [form for form in kind.formats if form != "text"]
    presses += [
        button(words.say("notice", f"file_{form}"), f"notice_file_{form}", pack_ids(*made_now, form)) for form in forms
    ]
    return presses
