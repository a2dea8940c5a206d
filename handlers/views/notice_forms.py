"""The forms of notices: what fills them, the text to edit, approving, what went out, the call center, advice."""

import json
from collections.abc import Mapping, Sequence

from bot.incident import IncidentFacts
from bot.notice.finding import Finding
from bot.notice.kinds import WAYS, Field, Kind
from bot.notice_draft import NoticeDraft
from bot.rules.approving import hash_of
from bot.rules.chunks import EDITED, cut_chunks, split_chunks
from bot.rules.form_checks import LONGEST_LINE, LONGEST_TEXT
from handlers.blocks import (
    Block,
    context,
    day_input,
    field,
    modal,
    moment_input,
    section,
    select,
    text_input,
)
from handlers.notices.findings import finding_sentence
from handlers.render import Mrkdwn, Words, joined

_MOST_FIELDS = 20
_LONGEST = 2800
_INPUT = 3000


def fill_form(
    words: Words,
    facts: IncidentFacts,
    kind: Kind,
    asked: Sequence[tuple[str, Field]],
    from_facts: Sequence[Field],
    given: Mapping[str, str | None],
    ids: Mapping[str, str | int | None],
) -> Block:
    """Asks for what a notice lacks: each field with its question and who knows. `asked`: (block id, field)."""
    blocks = [section(words.say("notice", "fill_intro", title=kind.title, to=ids["each"] or ids["name"]))]
    for block_id, one in asked[:_MOST_FIELDS]:
        hint = words.say("notice", "fill_hint_none" if one.none_allowed else "fill_hint", role=one.asks or "CR")
        blocks.append(
            field(block_id, (one.question or one.label)[:200], _element(one, block_id, given), optional=True, hint=hint)
        )
    if not asked:
        blocks.append(section(words.say("notice", "fill_nothing")))
    if from_facts:
        labels = ", ".join(one.label for one in from_facts)
        blocks.append(context(words.say("notice", "fill_from_facts", labels=labels)))
    submit = "fill_submit" if ids["act"] == "draft" else "fill_save"
    return _modal(words, "notice_fill", "fill_title", blocks, {"incident": facts.incident.id, **ids}, submit=submit)


def edit_form(
    words: Words, facts: IncidentFacts, made: NoticeDraft, text: str | None = None, note: Mrkdwn | None = None
) -> Block:
    """The text to edit, in inputs; `text` is another one than the notice's, `note` what changed meanwhile.

    The version stands in the names of the inputs: Slack keeps what was typed into an input of the same name, and would
    show that instead of the texts that were brought together (Slack: Modals, updating views).
    """
    parts = cut_chunks(made.text if text is None else text, EDITED)
    blocks = [section(note)] if note else []
    for place, (part, _) in enumerate(parts):
        name = "edit_part" if len(parts) > 1 else "edit_text"
        label = words.say("notice", name, part=place + 1)
        block_id = f"text{made.version}.{place}"
        element = text_input(block_id, longest=_INPUT, lines=True, initial=part)
        hint = words.say("notice", "edit_hint") if place == 0 else None
        blocks.append(field(block_id, label, element, optional=len(parts) > 1, hint=hint))
    ids = {
        "incident": facts.incident.id,
        "artefact": made.id,
        "base": made.version,
        "between": [between for _, between in parts],
    }
    return _modal(words, "notice_edit", "edit_title", blocks, ids)


def approve_form(
    words: Words,
    facts: IncidentFacts,
    made: NoticeDraft,
    kind: Kind,
    warned: Sequence[Finding],
    changed: Sequence[Mrkdwn] | None = None,
) -> Block:
    """Asks for the approval of exactly one text, with a reason where the check warns.

    Shows what is approved: what this version `changed`, and the beginning of the text; the whole stands in the thread.
    """
    intro = words.say("notice", "approve_intro", title=kind.title, version=made.version, sha=hash_of(made.text))
    blocks = [section(intro)]
    if changed:
        fitting = joined(changed, _LONGEST)
        blocks.append(section(words.say("notice", "approve_changed", lines=fitting)))
        if fitting.count("\n") + 1 < len(changed):
            blocks.append(context(words.say("notice", "diff_cut")))
    beginning, *more = split_chunks(made.text, _LONGEST)
    blocks.append(section(words.say("notice", "approve_text", text=beginning, more=bool(more))))
    if warned:
        lines = joined(
            [words.say("notice", "warning", text=finding_sentence(words, one), cite=one.cite) for one in warned],
            _LONGEST,
        )
        blocks.append(section(words.say("notice", "approve_warnings", lines=lines)))
    label = words.say("notice", "approve_reason" if warned else "approve_note")
    element = text_input("reason", longest=LONGEST_TEXT, lines=True)
    blocks.append(field("reason", label, element, optional=not warned))
    ids: dict[str, str | int] = {"incident": facts.incident.id, "artefact": made.id, "version": made.version}
    return _modal(words, "notice_approve", "approve_title", blocks, ids, submit="approve_submit")


def batch_form(words: Words, facts: IncidentFacts, made: NoticeDraft, kind: Kind, now: int) -> Block:
    """Asks how, when, by whom and to how many a notice went."""
    options = [(words.say("notice", f"method_{method}"), method) for method in WAYS]
    initial = {"written": "written", "email": "email_consented", "telephone": "telephone_direct"}
    chosen = initial.get(kind.method.kind) if kind.method else None
    how = words.say("notice", "batch_method")
    who, receipt = (text_input(name, longest=LONGEST_LINE) for name in ("who", "receipt"))
    blocks = [
        field("method", how, select("method", how, options, chosen)),
        field("at", words.say("notice", "batch_at"), moment_input("at", now)),
        field(
            "people",
            words.say("notice", "batch_people"),
            text_input("people", longest=500, lines=True),
            optional=kind.residents_of is None,
            hint=words.say("notice", "batch_people_hint"),
        ),
        field("who", words.say("notice", "batch_who"), who, optional=True),
        field(
            "roster",
            words.say("notice", "batch_roster"),
            text_input("roster", longest=64),
            optional=True,
            hint=words.say("notice", "batch_roster_hint"),
        ),
        field("receipt", words.say("notice", "batch_receipt"), receipt, optional=True),
    ]
    ids: dict[str, str | int] = {"incident": facts.incident.id, "artefact": made.id}
    return _modal(words, "notice_batch", "batch_title", blocks, ids)


def tally_form(words: Words, incident: int) -> Block:
    """Asks what the call center heard."""
    hint = words.say("notice", "tally_hint")
    asked = text_input("asked", longest=LONGEST_TEXT, lines=True)
    blocks = [
        field("calls", words.say("notice", "tally_calls"), text_input("calls", longest=9)),
        field("asked", words.say("notice", "tally_asked"), asked, optional=True, hint=hint),
    ]
    return _modal(words, "tally", "tally_title", blocks, {"incident": incident})


def advice_form(words: Words, incident: int) -> Block:
    """Asks for counsel's advice."""
    element = text_input("text", longest=LONGEST_TEXT, lines=True)
    blocks = [field("text", words.say("notice", "advice_label"), element, hint=words.say("notice", "advice_hint"))]
    return _modal(words, "advice", "advice_title", blocks, {"incident": incident})


def _element(one: Field, block_id: str, given: Mapping[str, str | None]) -> Block:
    value = given.get(block_id)
    if one.shape == "day":
        return day_input(block_id, value)
    return text_input(
        block_id, longest=LONGEST_TEXT, lines=one.shape in ("lines", "text", "agency"), initial=value or None
    )


def _modal(
    words: Words,
    callback_id: str,
    title: str,
    blocks: list[Block],
    ids: Mapping[str, object],
    *,
    submit: str = "save",
) -> Block:
    return modal(
        callback_id,
        words.say("notice", title),
        blocks,
        close=words.say("notice", "cancel"),
        submit=words.say("notice", submit),
        metadata=json.dumps(ids),
    )
