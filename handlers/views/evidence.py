"""The register of evidence in Slack: the list with the guidance above it, and one item with its history."""

from collections.abc import Sequence

from bot.custody_orders import ORDERS, following_events, may_record
from bot.department import Team
from bot.evidence import CustodyEvent, EvidenceItem, evidence_number
from bot.evidence_words import WORDS_OF_KIND
from bot.incident import IncidentFacts
from bot.rules.alarms import PATIENCE, CustodyAlarm, custody_alarms
from bot.rules.preservation import (
    GUIDING_ROLES,
    PARTNER,
    READING_ROLE,
    formal_custody_of,
    guidance_of,
    hold_of,
    readers_of,
)
from bot.situation import Situation
from handlers.blocks import Block, actions, button, context, divider, modal, section, select
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, escape, name_of, parts, short

PAGE = 30
"""Items on one page of the list: Slack takes 100 blocks in a view."""
SHOWN_EVENTS = 20


def evidence_list(words: Words, situation: Situation, viewer: str, begins: int = 0) -> Block:
    """The register. `begins`: how many items are on the pages before this one."""
    facts, team, say = situation.facts, situation.team, words.say
    incident = facts.incident
    blocks = [section(say("evidence", "intro", number=incident.number)), *_guidance(words, situation, viewer)]
    kinds = [(str(say("evidence", f"kind_{one}")), pack_ids(incident.id, one)) for one in WORDS_OF_KIND]
    if incident.state != "closed" and team.roles_of(viewer):
        blocks.append(actions(select("evidence_add", say("evidence", "add"), kinds)))
    blocks.append(divider())
    alarms = custody_alarms(facts, team, situation.now, PATIENCE)
    items = list(facts.evidence.values())
    for item in items[begins : begins + PAGE]:
        press = button(
            say("evidence", "open"),
            "evidence_open",
            pack_ids(incident.id, item.number),
            label=evidence_number(incident.number, item.number),
        )
        blocks.append(section(_line(words, item, facts, team, alarms), accessory=press))
    if not items:
        blocks.append(section(say("evidence", "empty")))
    pages = []
    if begins:
        pages.append(button(say("evidence", "before"), "evidence_page_first", pack_ids(incident.id, 0)))
    if (rest := len(items) - begins - PAGE) > 0:
        more = say("evidence", "more", count=min(rest, PAGE))
        pages.append(button(more, "evidence_page_next", pack_ids(incident.id, begins + PAGE)))
    if pages:
        blocks.append(actions(*pages))
    return modal("evidence", say("evidence", "title"), blocks, close=say("evidence", "back"))


def evidence_item(words: Words, situation: Situation, item: EvidenceItem, viewer: str) -> Block:
    """One item: what is known of it, where it stands, what may be recorded now, and what happened to it."""
    facts, team, say = situation.facts, situation.team, words.say
    number = evidence_number(facts.incident.number, item.number)
    alarms = custody_alarms(facts, team, situation.now, PATIENCE)
    blocks = [section(_line(words, item, facts, team, alarms))]
    known = [
        say("evidence", "word_line", label=say("evidence", f"word_{name}"), said=said_of(words, name, said, team))
        for name in WORDS_OF_KIND[item.kind]
        if (said := item.words.get(name)) and name != "description"
    ]
    blocks += [section(Mrkdwn(part)) for part in parts(Mrkdwn("\n".join(known)), 2900)] if known else []
    decided = formal_custody_of(item.number, facts)
    if decided and not decided.value["formal"]:
        blocks.append(context(say("evidence", "informal", reason=decided.value["reason"])))
    blocks += _acts(words, facts, team, item, viewer)
    blocks += [divider(), section(say("evidence", "history"))]
    if (hidden := len(item.events) - SHOWN_EVENTS) > 0:
        blocks.append(context(say("evidence", "earlier", count=hidden)))
    blocks += [section(_event(words, event, team)) for event in item.events[-SHOWN_EVENTS:]]
    return modal("evidence_item", say("evidence", "item_title", number=number), blocks, close=say("evidence", "back"))


def said_of(words: Words, name: str, said: str, team: Team) -> Mrkdwn:
    """A word of an item or an event as people read it: an answer by its label, a person by name."""
    if name in ("personal_data", "way"):
        return words.say("evidence", said if name == "personal_data" else f"way_{said}")
    if name in ("to", "who", "holder") and team.roles_of(said):
        return name_of(said, team)
    return Mrkdwn(escape(said))


def _line(words: Words, item: EvidenceItem, facts: IncidentFacts, team: Team, alarms: Sequence[CustodyAlarm]) -> Mrkdwn:
    stands = item.custody
    told = words.say(
        "evidence",
        f"stands_{stands.stage}",
        holder=_person(stands.holder, team),
        receiver=_person(stands.receiver, team),
        place=stands.place,
        seal=stands.seal,
    )
    return words.say(
        "evidence",
        "line",
        number=evidence_number(facts.incident.number, item.number),
        kind=words.say("evidence", f"kind_{item.kind}"),
        description=short(item.words.get("description", ""), 400),
        stands=told,
        alarms=[
            words.say("evidence", f"alarm_{one.kind}", since=one.since, event=one.event)
            for one in alarms
            if one.item == item.number
        ],
    )


def _person(person: str | None, team: Team) -> Mrkdwn | str:
    """Somebody of the incident by name; somebody outside as it was typed."""
    return name_of(person, team) if person and team.roles_of(person) else person or ""


def _event(words: Words, event: CustodyEvent, team: Team) -> Mrkdwn:
    order = ORDERS.get(event.kind)
    names = (*order.needs, *order.may) if order else tuple(event.values)
    told = [
        (words.say("evidence", f"word_{name}"), said_of(words, name, event.word(name), team))
        for name in names
        if event.word(name)
    ]
    late = abs((event.recorded_at - event.at).total_seconds()) > 3600
    return words.say(
        "evidence",
        "event_line",
        event=event.number,
        kind=words.say("evidence", f"event_{event.kind}"),
        at=event.at,
        recorded_at=event.recorded_at,
        late=late,
        by=name_of(event.by, team),
        words=told,
    )


def _acts(words: Words, facts: IncidentFacts, team: Team, item: EvidenceItem, viewer: str) -> list[Block]:
    say, place = words.say, (facts.incident.id, item.number)
    mine = [kind for kind in following_events(item) if may_record(kind, item, viewer) and team.roles_of(viewer)]
    elements = []
    for kind, name in (("accepted", "accept"), ("refused", "refuse")):
        if kind in mine:
            elements.append(
                button(
                    say("evidence", f"{name}_button"),
                    f"evidence_{name}",
                    pack_ids(*place, kind),
                    style="primary" if name == "accept" else None,
                )
            )
    others = [kind for kind in mine if kind not in ("accepted", "refused")]
    rest = [(str(say("evidence", f"event_{kind}")), pack_ids(*place, kind)) for kind in others]
    if rest:
        elements.append(select("evidence_event", say("evidence", "record"), rest))
    if viewer in team.users("CCO"):
        decided = formal_custody_of(item.number, facts)
        formal = decided is None or decided.value["formal"]
        elements.append(
            button(
                say("evidence", "formal_button", formal=formal), "evidence_formal", pack_ids(*place, int(not formal))
            )
        )
    return [actions(*elements)] if elements else []


def _guidance(words: Words, situation: Situation, viewer: str) -> list[Block]:
    """What CCO and AI require, who has read it, and the hold; each with the button of whose move it is."""
    facts, team, say = situation.facts, situation.team, words.say
    incident, blocks = facts.incident, []
    for role in GUIDING_ROLES:
        stands = guidance_of(role, facts)
        office = say("evidence", f"office_{role}")
        if stands is None:
            blocks.append(context(say("evidence", "guidance_none", role=office)))
        else:
            readers = readers_of(role, facts)
            told = say(
                "evidence",
                "guidance",
                role=office,
                text=short(stands.value["text"], 1500),
                by=name_of(stands.by, team),
                at=stands.at,
                readers=", ".join(readers),
            )
            blocks.append(section(told))
        buttons = []
        if viewer in team.users(role):
            buttons.append(
                button(say("evidence", "guidance_button"), f"evidence_guidance_{role}", pack_ids(incident.id, role))
            )
        if stands and viewer in team.users(READING_ROLE):
            read = readers_of(role, facts)
            value = pack_ids(incident.id, role, stands.version)
            if READING_ROLE not in read:
                buttons.append(button(say("evidence", "read_button"), f"evidence_read_{role}", value, style="primary"))
            if PARTNER not in read:
                buttons.append(button(say("evidence", "partner_button"), f"evidence_partner_{role}", value))
        if buttons and incident.state != "closed":
            blocks.append(actions(*buttons))
    held = hold_of(facts)
    if held:
        blocks.append(section(say("evidence", "hold", at=held.at, reason=held.value["reason"])))
    if viewer in team.users("CCO"):
        label = say("evidence", "hold_button", stands=held is not None)
        blocks.append(actions(button(label, "evidence_hold", pack_ids(incident.id, int(held is None)))))
    return blocks
