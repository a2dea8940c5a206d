"""Counsel's room: who belongs there, opening it once, who is named in and out (need to know; RSMo 610.021(1)).

What is privileged stands there and nowhere else. While the room cannot be opened, or somebody else can read in it,
what is to be said there waits, and CCO is told.
"""

from collections.abc import Iterable

from bot.counsel_changes import SetCounselPeople, SetCounselRoom, SetPrivilegedMoved
from bot.counsel_commands import CounselInvited, CounselRoomOpened, MovePrivileged, NameCounselPeople
from bot.decision import (
    AddTrouble,
    Answer,
    Change,
    Decision,
    EndTrouble,
    Entry,
    Refresh,
    Refusal,
    Revive,
    Send,
    Step,
    Text,
    Value,
)
from bot.department import Team
from bot.incident import Incident, IncidentFacts
from bot.question import Question
from bot.rules.channel_state import ACCEPTED, SHUT, stands, trouble_of
from bot.rules.duties import holder_of
from bot.rules.privileged import ABSENT, COUNSEL, INVITE, OLD_SURFACE, SURFACE, open_room
from bot.rules.questions import deciding_roles, raised_questions
from bot.rules.refusals import only
from bot.situation import Situation

MOST_NAMED = 30
"""People whom CCO may name into the room."""
_COUNSELS_KINDS = ("determination", "reading", "way_out_word")
_DONE = Answer(name="noted")


def belongs_in_room(user: str, incident: Incident, team: Team) -> bool:
    """Whether this person may read what counsel says: CCO with its alternates, and whom CCO named."""
    return user in team.users(COUNSEL) or user in incident.counsel_people


def is_counsels_own(question: Question, team: Team) -> bool:
    """Whether counsel alone determines it: then its drafts and its reasons are counsel's."""
    return question.kind in ("determination", "reading", "way_out_word") and deciding_roles(question, team) == (
        COUNSEL,
    )


def counsel_keeps(question_id: str, situation: Situation) -> bool:
    """Whether counsel keeps the reasons of this question, raised by the facts or not: counsel alone determines it."""
    questions = situation.law.packs.questions
    found = questions.named.get(question_id) or questions.patterns.get(question_id.partition(":")[0])
    return found is not None and is_counsels_own(found, situation.team)


def counsels_questions(situation: Situation) -> tuple[Question, ...]:
    """What counsel alone has to determine in this incident, in the order of the pack. Raises FactErrors."""
    facts, team, law = situation.facts, situation.team, situation.law
    raised = raised_questions(facts, law, situation.assessment).values()
    return tuple(one for one in raised if is_counsels_own(one, team) and facts.in_force(one.id) is None)


def room_is_open(facts: IncidentFacts) -> bool:
    """Whether counsel's room takes what is privileged: it is there, and nobody else can read in it."""
    return facts.incident.counsel_channel is not None and unsafe(facts) is None


def unsafe(facts: IncidentFacts) -> str | None:
    """What is wrong with the room at this moment, as the change that made it so."""
    for change in (*SHUT, "public", "shared"):
        if stands(facts, trouble_of(change, room="counsel")):
            return change
    stranger = trouble_of("joined", room="counsel")
    inside = any(one.step.startswith(stranger) and one.error != ACCEPTED for one in facts.troubles)
    return "joined" if inside else None


def refuse_unsafe(facts: IncidentFacts, *, field: str) -> Refusal | None:
    """Why nothing privileged is taken now: people who typed it must know that it would not be safe."""
    why = unsafe(facts)
    return Refusal(name="counsel_room_unsafe", values={"field": field, "why": why}) if why else None


def room_opened(command: CounselRoomOpened, situation: Situation) -> Decision:
    """Counsel's room exists: invite CCO with its alternates, and whom CCO named."""
    incident = situation.facts.incident
    if incident.counsel_channel:
        return Decision(answer=_DONE)
    return Decision(
        answer=_DONE,
        changes=(SetCounselRoom(channel=command.channel, name=command.name),),
        entries=(Entry(kind="counsel_room_opened", actor="bot", body={"number": incident.number}),),
        sends=(Step(name=INVITE, key=f"counsel_invite:{incident.number}"),),
    )


def counsel_invited(command: CounselInvited, situation: Situation) -> Decision:
    """They are inside: show what the room is for, and say there what waited for it."""
    facts = situation.facts
    before = {one.step: one.error for one in facts.troubles if one.step.startswith(ABSENT)}
    now = {f"{ABSENT}{who}"[:80]: why[:80] for who, why in command.absent}
    changes: list[Change] = [EndTrouble(step=step) for step in before if step not in now]
    changes += [AddTrouble(step=step, error=why) for step, why in now.items() if before.get(step) != why]
    absent = tuple(who for who, _ in command.absent)
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "inside": command.inside,
        "absent": absent,
    }
    entries = (Entry(kind="counsel_invited", actor="bot", body=body),) if command.inside or changes else ()
    return Decision(answer=_DONE, changes=tuple(changes), entries=entries, sends=(Revive(), Refresh(surface=SURFACE)))


def name_people(command: NameCounselPeople, situation: Situation) -> Decision | Refusal:
    """Let in whom CCO names, and take out whom it names no more."""
    facts, team = situation.facts, situation.team
    incident = facts.incident
    if refusal := only(command.actor, COUNSEL, team):
        return refusal
    if len(command.users) > MOST_NAMED:
        return Refusal(name="too_many_named", values={"field": "people", "most": MOST_NAMED})
    people = tuple(dict.fromkeys(user for user in command.users if user not in team.users(COUNSEL)))
    came = tuple(user for user in people if user not in incident.counsel_people)
    gone = tuple(user for user in incident.counsel_people if user not in people)
    if not came and not gone:
        return Decision(answer=Answer(name="nothing_new"))
    entries = [
        Entry(kind=kind, actor=command.actor, body={"number": incident.number, "users": users})
        for kind, users in (("counsel_named", came), ("counsel_removed", gone))
        if users
    ]
    settled = [trouble_of("joined", user, room="counsel") for user in came]
    sends: list[Send] = [Refresh(surface=SURFACE), *open_room(facts)]
    if incident.counsel_channel and came:
        sends.append(Step(name=INVITE, key=f"counsel_invite:{incident.number}:{command.key}"[:200]))
    sends += [
        Step(
            name="take_out",
            key=f"counsel_out:{incident.number}:{command.key}:{user}"[:200],
            payload={"user": user, "room": "counsel"},
        )
        for user in gone
    ]
    return Decision(
        answer=Answer(name="counsel_people_named"),
        changes=(
            SetCounselPeople(people=people),
            *(EndTrouble(step=step) for step in settled if stands(facts, step)),
        ),
        entries=tuple(entries),
        sends=tuple(sends),
    )


def move_privileged(command: MovePrivileged, situation: Situation) -> Decision | Refusal:
    """Move what an earlier version left: each thread is said again in the room, and a pointer takes its place."""
    facts, team = situation.facts, situation.team
    number = facts.incident.number
    if refusal := only(command.actor, COUNSEL, team) or refuse_unsafe(facts, field=""):
        return refusal
    if not facts.incident.privileged_outside:
        return Refusal(name="nothing_to_move")
    surfaces = [name for name in facts.messages if name == OLD_SURFACE or _is_of_counsel(name, situation)]
    return Decision(
        answer=Answer(name="being_moved"),
        changes=(SetPrivilegedMoved(),),
        entries=(Entry(kind="privileged_moved", actor=command.actor, body={"number": number}),),
        sends=(
            *open_room(facts),
            *(
                Step(name="move_thread", key=f"move:{number}:{name}"[:200], payload={"surface": name})
                for name in surfaces
            ),
            *(Refresh(surface=name) for name in surfaces),
            Refresh(surface=SURFACE),
        ),
    )


def offer_to_move(situation: Situation) -> tuple[Step, ...]:
    """Tell counsel once that privileged threads stand in the incident's channel, with the button that moves them."""
    facts, team = situation.facts, situation.team
    if not facts.incident.privileged_outside:
        return ()
    holder = holder_of(COUNSEL, facts, team)
    told = (holder,) if holder else team.users(COUNSEL)
    number = facts.incident.number
    return tuple(Step(name="offer_move", key=f"counsel_offer:{number}:{user}", payload={"user": user}) for user in told)


def invite_counsel(joined: Iterable[tuple[str, str]], facts: IncidentFacts, stamp: str) -> tuple[Step, ...]:
    """Who came to CCO belongs into its room."""
    came = any(role == COUNSEL for _, role in joined)
    if not came or facts.incident.counsel_channel is None:
        return ()
    return (Step(name=INVITE, key=f"counsel_joined:{stamp}"),)


def counsel_left(left: Iterable[tuple[str, str]], situation: Situation) -> tuple[AddTrouble, ...]:
    """Who left CCO and may still read in its room: until that is settled, nothing privileged is said there."""
    return tuple(
        AddTrouble(step=trouble_of("role_lost", user, room="counsel"), error="told")
        for user in _still_there(left, situation)
    )


def alarm_counsel(left: Iterable[tuple[str, str]], situation: Situation, stamp: str) -> tuple[Step, ...]:
    """CCO hears of those who left it and may still read in its room."""
    facts, team = situation.facts, situation.team
    holder = holder_of(COUNSEL, facts, team)
    return tuple(
        Step(
            name="room_alarm",
            key=f"counsel_lost:{stamp}:{about}:{user}",
            payload={"change": "role_lost", "about": about, "user": user, "room": "counsel"},
        )
        for about in _still_there(left, situation)
        for user in ((holder,) if holder else team.users(COUNSEL))
    )


def _still_there(left: Iterable[tuple[str, str]], situation: Situation) -> tuple[str, ...]:
    incident, team = situation.facts.incident, situation.team
    if incident.counsel_channel is None:
        return ()
    gone = []
    for user in dict.fromkeys(user for user, role in left if role == COUNSEL):
        person = team.named(user)
        deactivated = person is not None and person.status == "deactivated"  # Slack itself takes them out everywhere
        if not belongs_in_room(user, incident, team) and not deactivated:
            gone.append(user)
    return tuple(gone)


def _is_of_counsel(surface: str, situation: Situation) -> bool:
    """Whether a surface is the message of a question that counsel alone determines."""
    question_id = surface.removeprefix("decision:")
    return question_id != surface and counsel_keeps(question_id, situation)
