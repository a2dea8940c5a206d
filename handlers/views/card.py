"""The summary card: pinned, one message, updated in place."""

from collections.abc import Sequence
from datetime import datetime

from bot.assessment.result import Assessment, ObligationAnswer
from bot.department import Team
from bot.incident import Incident, IncidentFacts
from bot.progress import URGENT, next_item, progress
from bot.rulebook import Rulebook
from bot.rules.channel_state import ACCEPTED, PREFIX
from bot.rules.intake import LONGEST_QUOTE
from bot.rules.owing import gaps, given_count, next_step, owed_notices
from bot.rules.privileged import PRIVILEGED_STEPS
from bot.rules.questions import raised_questions, stale_determinations
from bot.rules.severity import vote_result
from bot.rules.ways_out import WAY_OUT, closing_question
from handlers.blocks import Block, actions, button, context, header, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, phone_link, short
from handlers.views.checklist import title_of
from handlers.views.obligation import clock_in_words, obligation_name
from handlers.views.question_list import questions_line
from handlers.views.question_message import open_now
from handlers.views.roles import role_lines
from handlers.views.severity import severity_line
from handlers.views.unasked import unasked_blocks
from handlers.views.way_out import way_out_lines


def card(
    words: Words, facts: IncidentFacts, team: Team, answer: Assessment, law: Rulebook
) -> tuple[Mrkdwn, list[Block]]:
    """The card's fallback text and blocks."""
    incident = facts.incident
    done, total = progress(facts.items)
    owed = owed_notices(facts, law, answer)
    given, open_gaps = given_count(facts), gaps(facts, law, answer)
    done, total = done + given, total + given + len(owed) + len(open_gaps)
    state = words.say("card", f"state_{incident.state}")
    band = vote_result(facts, law).band
    severity = words.say("severity", band) if band else None
    blocks = [
        header(words.say("card", "headline", number=incident.number, state=state, severity=severity)),
        section(_what_is_known(words, facts)),
        section(words.say("card", "reported", what=short(incident.what, LONGEST_QUOTE))),
        *role_lines(words, facts, team, law.packs.reminders.telephone_after),
        section(_call(words, facts, team), block_id="call"),
        context(
            words.say("card", "counts", done=done, total=total, open=total - done),
            _next(words, facts, owed, law),
            _verdicts(words, answer),
            *_decisions(words, facts, team, answer, law),
        ),
    ]
    blocks += unasked_blocks(words, facts, team, law)
    if ended := way_out_lines(words, facts):
        blocks.append(section(joined(ended, 2900)))
    if warnings := _warnings(words, facts, team):
        blocks.append(section(joined(warnings, 2900)))
    blocks.append(context(_reported_by(words, incident, team)))
    blocks.append(actions(*_buttons(words, facts), block_id="card"))
    return words.say("card", "fallback", number=incident.number, state=state, open=total - done), blocks


def _what_is_known(words: Words, facts: IncidentFacts) -> Mrkdwn:
    """What is recorded by now, else what the report said."""
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
        ongoing=words.say("card", incident.ongoing),
        people_data=words.say("card", incident.people_data),
    )


def _call(words: Words, facts: IncidentFacts, team: Team) -> Mrkdwn:
    incident = facts.incident
    if incident.called_at is None:
        return words.say("card", "call_open")
    return words.say("card", "call_done", called_at=incident.called_at, called_by=name_of(incident.called_by, team))


def _next(words: Words, facts: IncidentFacts, owed: Sequence[ObligationAnswer], law: Rulebook) -> Mrkdwn:
    """What comes first: what the policy wants at once, then a notice that the law requires, then the lists."""
    item = next_item(facts.items)
    if owed and (item is None or item.time_word not in URGENT):
        step = next_step(owed[0], facts, law)
        clock = clock_in_words(words, owed[0])
        return words.say(
            "card", "next", role=step.role, title=obligation_name(words, owed[0]), time_word=clock, cite=owed[0].cite
        )
    if item is None:
        return words.say("card", "all_done")
    return words.say("card", "next", role=item.role, title=title_of(item), time_word=item.time_word, cite=item.cite)


def _verdicts(words: Words, answer: Assessment) -> Mrkdwn:
    """Two verdicts, never one: the policy's and the law's."""
    breach = answer.statutory_breach
    return words.say(
        "card",
        "verdicts",
        incident=words.say("assessment", f"status_{answer.policy_incident.status}"),
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


def _reported_by(words: Words, incident: Incident, team: Team) -> Mrkdwn:
    return words.say(
        "card", "reported_by", reporter=name_of(incident.reporter, team), behalf_of=short(incident.behalf_of or "", 200)
    )


def _buttons(words: Words, facts: IncidentFacts) -> list[Block]:
    incident = facts.incident
    buttons = [button(words.say("card", "tasks_button"), "my_tasks", pack_ids(incident.id))]
    if incident.state == "closed":
        ids = pack_ids(incident.id, closing_question(facts))
        return [*buttons, button(words.say("card", "reopen_button"), "decision_reopen", ids)]
    if incident.called_at is None:
        buttons.insert(0, button(words.say("card", "call_button"), "record_call", pack_ids(incident.id)))
    if facts.in_force(WAY_OUT) is None:
        buttons.append(button(words.say("way_out", "button"), "way_out", pack_ids(incident.id)))
    act = "out" if incident.reporter_inside else "in"
    buttons.append(button(words.say("reporter", f"{act}_button"), f"reporter_{act}", pack_ids(incident.id)))
    return buttons
