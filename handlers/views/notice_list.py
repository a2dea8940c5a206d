"""The list of notices: those that were begun, those that the law or a decision calls for, and every other kind."""

from collections.abc import Mapping
from datetime import datetime

from bot.assessment.result import Assessment
from bot.incident import IncidentFacts
from bot.notice.fill import addressees
from bot.notice.kinds import Kind, caller
from bot.notice_draft import NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.merge_data import merge_data_of
from bot.situation import assess_incident
from handlers.blocks import Block, button, divider, modal, section, select
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, short
from handlers.views.obligation import obligation_name

_MOST = 20
_TAKEN = ("yes", "use")
"""Outcomes of decisions with which something is done: a kind of notice may name the decision."""
_OWED = ("required", "delayed", "available", "subset_only")


def notice_list(words: Words, facts: IncidentFacts, law: Rulebook, now: datetime) -> Block:
    """The list as a form to read, with a button for each notice that can be begun."""
    answer = assess_incident(facts, law, now)
    packs = frozenset(law.department.packs)
    callers = callers_of(words, facts, answer, law)
    called = law.packs.notices.called_for(frozenset(callers), packs)
    begun = {(one.kind, one.recipient, one.each) for one in facts.notice_drafts.values()}
    blocks = [section(words.say("notice", "list_intro", number=facts.incident.number))]
    if facts.notice_drafts:
        lines = [_begun(words, law, one) for one in facts.notice_drafts.values()]
        blocks.append(section(joined(lines, 2800)))
    waiting = [one for kind in called for one in _each(kind, facts, law) if (kind.id, one[1], one[2]) not in begun]
    waiting_kinds = {kind.id: kind for kind in called}
    for kind_id, recipient, each, place in waiting[:_MOST]:
        blocks.append(_called(words, facts, waiting_kinds[kind_id], recipient or each, place, callers))
    if not waiting and not facts.notice_drafts:
        blocks.append(section(words.say("notice", "list_none")))
    others = [
        (short(kind.title, 72), pack_ids(facts.incident.id, kind.id, 0))
        for kind in law.packs.notices.of(packs)
        if kind.id not in waiting_kinds and (kind.id, *_each(kind, facts, law)[0][1:3]) not in begun
    ]
    if others:
        picked = select("notice_begin_other", words.say("notice", "list_pick"), others[:100])
        blocks += [divider(), section(words.say("notice", "list_others"), accessory=picked)]
    return modal("notice_list", words.say("notice", "list_title"), blocks, close=words.say("notice", "close"))


def callers_of(words: Words, facts: IncidentFacts, answer: Assessment, law: Rulebook) -> dict[str, str]:
    """What calls for notices now, with its name: open tasks, decisions taken with yes, obligations that are owed."""
    found = {item.id: item.title for item in facts.items if item.state == "open"}
    for one in facts.determinations:
        question = law.packs.questions.named.get(one.question)
        outcome = question.outcome(one.outcome) if question else None
        name = question.title if question else one.question
        if outcome and outcome.calls_for:
            found |= {caller(pack, outcome.calls_for): name for pack in law.department.packs}
        elif one.outcome in _TAKEN:
            found[one.question] = name
    return found | {
        caller(one.law, one.id): obligation_name(words, one) for one in answer.obligations if one.status in _OWED
    }


def _each(kind: Kind, facts: IncidentFacts, law: Rulebook) -> list[tuple[str, str | None, str | None, int]]:
    pairs = addressees(kind, law.department, merge_data_of(facts, law).facts)
    return [(kind.id, one.name if one else None, each, place) for place, (one, each) in enumerate(pairs)]


def _called(
    words: Words, facts: IncidentFacts, kind: Kind, to: str | None, place: int, callers: Mapping[str, str]
) -> Block:
    title = f"{kind.title}: {to}" if to else kind.title
    calling = [callers[one] for one in kind.callers if one in callers]
    why = words.say("notice", "called", by=short("; ".join(dict.fromkeys(calling)), 300))
    text = words.say("notice", "list_called", title=title, audience=kind.audience, cite=kind.cite, why=why)
    press = button(
        words.say("notice", "draft_button"),
        f"notice_begin_{kind.id}_{place}",
        pack_ids(facts.incident.id, kind.id, place),
        label=title,
    )
    return section(text, accessory=press)


def _begun(words: Words, law: Rulebook, made: NoticeDraft) -> Mrkdwn:
    kind = law.packs.notices.kinds.get(made.kind)
    state = "released" if made.released_at else "approved" if made.approval else "asked" if made.asked_by else "draft"
    return words.say(
        "notice",
        "list_begun",
        title=kind.title if kind else made.kind,
        to=made.each or made.recipient,
        version=made.version,
        state=words.say("notice", f"state_{state}"),
    )
