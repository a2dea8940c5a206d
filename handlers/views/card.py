"""The summary card: pinned, one message, updated in place."""

from collections.abc import Sequence
from datetime import datetime

from bot.assessment.result import Assessment, ObligationAnswer
from bot.department import TEAM_ROLES, Team
from bot.incident import Incident, IncidentFacts
from bot.progress import URGENT, next_item, progress
from bot.rulebook import Rulebook
from bot.rules.channel_state import ACCEPTED, PREFIX
from bot.rules.duties import holder_of
from bot.rules.intake import LONGEST_QUOTE
from bot.rules.owing import gaps, given_count, next_step, owed_notices
from bot.rules.phases import ticked_items
from bot.rules.privileged import PRIVILEGED_STEPS
from bot.rules.questions import raised_questions, stale_determinations
from bot.rules.severity import vote_result
from bot.rules.unasked import unasked
from bot.rules.ways_out import WAY_OUT, closing_question
from handlers.blocks import Block, actions, button, context, header, section, select
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, phone_link, short
from handlers.views.checklist import title_of
from handlers.views.obligation import clock_in_words, obligation_name
from handlers.views.question_list import questions_line
from handlers.views.question_message import open_now
from handlers.views.roles import role_section, take_select
from handlers.views.severity import severity_line
from handlers.views.unasked import proposed_blocks, unasked_count
from handlers.views.way_out import way_out_lines

MORE = ("facts", "decisions", "notices", "evidence", "update")
"""What the menu on the card opens, besides handing over a role that somebody holds."""


def card(
    words: Words, facts: IncidentFacts, team: Team, answer: Assessment, law: Rulebook
) -> tuple[Mrkdwn, list[Block]]:
    """The card's fallback text and blocks."""
    incident = facts.incident
    done, total = progress(ticked_items(facts, law))
    owed = owed_notices(facts, law, answer)
    given, open_gaps = given_count(facts), gaps(facts, law, answer)
    done, total = done + given, total + given + len(owed) + len(open_gaps)
    state = state_of(words, incident)
    band = vote_result(facts, law).band
    severity = words.say("severity", band) if band else None
    blocks = [
        header(words.say("card", "headline", number=incident.number, state=state, severity=severity)),
        section(_what_is_known(words, facts, team)),
        role_section(words, facts, team, law.packs.reminders.telephone_after),
        section(_call(words, facts, team), block_id="call"),
        context(
            words.say("card", "counts", done=done, total=total, open=total - done),
            _next(words, facts, owed, law),
            _verdicts(words, answer),
            *_decisions(words, facts, team, answer, law),
            *unasked_count(words, facts, team, law),
        ),
        *proposed_blocks(words, facts, law),
    ]
    if ended := way_out_lines(words, facts):
        blocks.append(section(joined(ended, 2900)))
    if warnings := _warnings(words, facts, team):
        blocks.append(section(joined(warnings, 2900)))
    blocks.append(actions(*_buttons(words, facts, team, law), block_id="card"))
    return words.say("card", "fallback", number=incident.number, state=state, open=total - done), blocks


def state_of(words: Words, incident: Incident) -> Mrkdwn:
    """How the incident stands, in a word or two."""
    return words.say("card", "state_waits" if incident.waits else f"state_{incident.state}")


def _what_is_known(words: Words, facts: IncidentFacts, team: Team) -> Mrkdwn:
    """What is recorded by now, else what the report said; and the report's own words, with who said them."""
    incident, now = facts.incident, facts.plain
    kinds = now.get("incident_kinds") or incident.kinds
    discovered = now.get("discovered_at")
    return words.say(
        "card",
        "facts",
        kinds=Mrkdwn(", ".join(words.say("kinds", kind) for kind in kinds)) or words.say("card", "kind_unknown"),
        office=now.get("location") or incident.office or words.say("card", "office_unknown"),
        reported_at=incident.reported_at,
        noticed_at=datetime.fromisoformat(discovered) if discovered else incident.noticed_at,
        ongoing=incident.ongoing,
        people_data=incident.people_data,
        what=short(incident.what, LONGEST_QUOTE),
        reporter=name_of(incident.reporter, team),
        behalf_of=short(incident.behalf_of or "", 200),
    )


def _call(words: Words, facts: IncidentFacts, team: Team) -> Mrkdwn:
    incident, bridge = facts.incident, team.department.call_bridge
    values = {
        "called_at": incident.called_at,
        "called_by": name_of(incident.called_by, team),
        "bridge": bridge is not None,
        "link": Mrkdwn(bridge.link.replace("&", "&amp;")) if bridge and bridge.link else None,
        "phone": phone_link(bridge.phone) if bridge and bridge.phone else None,
    }
    return words.say("card", "call_open" if incident.called_at is None else "call_done", **values)


def _next(words: Words, facts: IncidentFacts, owed: Sequence[ObligationAnswer], law: Rulebook) -> Mrkdwn:
    """What comes first: what the policy wants at once, then a notice that the law requires, then the lists."""
    item = next_item(ticked_items(facts, law))
    if owed and (item is None or item.time_word not in URGENT):
        step = next_step(owed[0], facts, law)
        clock = clock_in_words(words, owed[0])
        return words.say(
            "card", "next", role=step.role, title=obligation_name(words, owed[0]), time_word=clock, cite=owed[0].cite
        )
    if item is None:
        return words.say("card", "all_done")
    line = law.packs.phases.line_of(item.id)
    title = words.office(line.name) if line else title_of(item, words)
    return words.say("card", "next", role=item.role, title=title, time_word=item.time_word, cite=item.cite)


def _verdicts(words: Words, answer: Assessment) -> Mrkdwn:
    """The law's verdict; the policy's own stands beside it on the assessment."""
    breach = answer.statutory_breach
    return words.say(
        "card",
        "verdicts",
        breach=words.say("assessment", f"status_{breach.status}"),
        missing=len(breach.needs) if breach.status == "unresolved" else 0,
    )


def _decisions(words: Words, facts: IncidentFacts, team: Team, answer: Assessment, law: Rulebook) -> list[Mrkdwn]:
    """The severity that stands, and how many decisions wait."""
    found = raised_questions(facts, law, answer).values()
    waiting = sum(open_now(question, facts, team) for question in found)
    lines = (severity_line(words, facts, law), questions_line(words, facts, waiting, len(stale_determinations(facts))))
    return [line for line in lines if line]


def _warnings(words: Words, facts: IncidentFacts, team: Team) -> list[Mrkdwn]:
    lines = []
    for one in facts.absent:
        reason = one.reason if words.has("card", f"reason_{one.reason}") else "other"
        who = team.people.get(one.person)
        lines.append(
            words.say(
                "card",
                "absent",
                person=(who.name if who and who.name else name_of(one.person, team))
                if "@" not in one.person
                else one.person,
                reason=words.say("card", f"reason_{reason}", error=one.reason),
                phone=_phone_of(one.person, team),
            )
        )
    for trouble in facts.troubles:
        if trouble.step.startswith(PREFIX["counsel"]) or trouble.step in PRIVILEGED_STEPS:
            continue  # counsel's own affair: its people are told
        if trouble.step.startswith("room:"):
            if trouble.error != ACCEPTED:
                _, change, user = [*trouble.step.split(":"), ""][:3]
                lines.append(words.say("card", f"room_{change}", who=name_of(user, team)))
            continue
        step = trouble.step if words.has("card", f"step_{trouble.step}") else "surface"
        lines.append(words.say("card", "trouble", step=words.say("card", f"step_{step}"), error=trouble.error))
    return lines


def _phone_of(ref: str, team: Team) -> Mrkdwn | None:
    """The phone of the office that this person belongs to."""
    for role in team.department.roles.values():
        users = {person.user for person in team.members(role.code)}
        if role.phone and (ref in role.members or ref in users):
            return phone_link(role.phone)
    return None


def _buttons(words: Words, facts: IncidentFacts, team: Team, law: Rulebook) -> list[Block]:
    incident = facts.incident
    ids = pack_ids(incident.id)
    buttons = [button(words.say("card", "tasks_button"), "my_tasks", ids)]
    if incident.state == "closed":
        question = closing_question(facts)
        made = facts.in_force(question)
        again = pack_ids(incident.id, question, *((made.occasion,) if made else ()))
        return [*buttons, button(words.say("card", "reopen_button"), "decision_reopen", again)]
    buttons.append(button(words.say("card", "news_button"), "news_since", ids))
    if incident.called_at is None:
        buttons.insert(0, button(words.say("card", "call_button"), "record_call", ids))
    if facts.in_force(WAY_OUT) is None:
        buttons.append(button(words.say("way_out", "button"), "way_out", ids))
    if take := take_select(words, facts, team):
        buttons.append(take)
    more = [(str(words.say("card", f"more_{act}")), pack_ids(incident.id, act)) for act in MORE]
    if unasked(facts, team, law):
        more.insert(0, (str(words.say("card", "more_unasked")), pack_ids(incident.id, "unasked")))
    more += [
        (str(words.say("phase", "all_button", title=phase.title)), pack_ids(incident.id, "list", phase.id))
        for phase in law.packs.phases.phases
    ]
    more += [
        (str(words.say("card", "more_give", role=role)), pack_ids(incident.id, "give", role))
        for role in TEAM_ROLES
        if holder_of(role, facts, team)
    ]
    act = "reporter_out" if incident.reporter_inside else "reporter_in"
    more.append((str(words.say("card", f"more_{act}")), pack_ids(incident.id, act)))
    return [*buttons, select("card_more", words.say("card", "more"), more)]
