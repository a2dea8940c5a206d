"""Opening the channel step by step: what Slack answered decides what comes next (policy 4: the roles work together).

The reporter is inside after two calls; the rest goes out side by side.
"""

from collections.abc import Sequence

from bot.decision import (
    AddItems,
    Answer,
    Change,
    Decision,
    Entry,
    Refresh,
    Revive,
    Send,
    SetAbsent,
    SetChannel,
    SetMessage,
    Step,
)
from bot.department import TEAM_ROLES
from bot.rules.assessing import first_facts
from bot.rules.intake import LONGEST_QUOTE
from bot.rules.items import policy_items
from bot.situation import Situation
from bot.step_commands import ChannelOpened, PeopleInvited, SurfaceShown

_DONE = Answer(name="noted")

AT_ONCE = 50
"""People in one invitation after the first: each may have to be looked up before (Slack: users.info, 100 a minute)."""


def channel_opened(command: ChannelOpened, situation: Situation) -> Decision:
    """The private channel exists: lay out the checklists and invite everybody in one call."""
    facts, team, law = situation.facts, situation.team, situation.law
    incident = facts.incident
    if incident.channel:
        return Decision(answer=_DONE)
    items = policy_items(law.packs.policy, team)
    known = first_facts(situation)
    return Decision(
        answer=_DONE,
        changes=(
            SetChannel(channel=command.channel, name=command.name, state="investigating"),
            AddItems(items=items),
            *known.changes,
        ),
        entries=(
            Entry(
                kind="channel_opened",
                actor="bot",
                body={"number": incident.number, "channel": command.channel, "policy": law.packs.policy.version},
            ),
            *known.entries,
        ),
        texts=known.texts,
        sends=(Step(name="invite", key=f"invite:{incident.number}"),),
    )


def people_invited(command: PeopleInvited, situation: Situation) -> Decision:
    """The reporter and the primaries are inside: show card and checklists, tell the reporter, invite the rest."""
    facts, team = situation.facts, situation.team
    number = facts.incident.number
    if command.late:
        return _late_invited(command, situation)
    sends: list[Send] = [
        Revive(),
        Refresh(surface="card"),
        Refresh(surface="reporter"),
        *(Refresh(surface=one.surface) for one in situation.law.packs.phases.phases if "opening" in one.begins),
        Refresh(surface="assessment"),
        Step(name="set_topic", key=f"topic:{number}"),
    ]
    if team.department.policy_url:
        sends.append(Step(name="bookmark_policy", key=f"bookmark_policy:{number}"))
    handled = {*command.inside, *(ref for ref, _ in command.absent)}
    rest = tuple(ref for ref in team.refs() if not handled & {ref, team.person(ref).user})
    sends += invitations(rest, f"invite_more:{number}")
    warned, alarms = _empty_roles(situation)
    return Decision(
        answer=_DONE,
        changes=(SetAbsent(people=command.absent),),
        entries=(_invited_entry(command, number), *warned),
        sends=(*sends, *alarms),
    )


def invitations(refs: Sequence[str], key: str) -> tuple[Step, ...]:
    """Invite these people (addresses or Slack user ids), so many in a step that none outlasts its lease."""
    starts = range(0, len(refs), AT_ONCE)
    return tuple(
        Step(name="invite_more", key=f"{key}:{start}", payload={"refs": tuple(refs[start : start + AT_ONCE])})
        for start in starts
    )


def _late_invited(command: PeopleInvited, situation: Situation) -> Decision:
    """More people are inside: the card says who is not."""
    facts = situation.facts
    settled = {*command.inside, *(ref for ref, _ in command.absent)}
    before = tuple((one.person, one.reason) for one in facts.absent)
    absent = (*(one for one in before if one[0] not in settled), *command.absent)
    changed = sorted(absent) != sorted(before)
    news = command.inside or changed
    warned, alarms = _empty_roles(situation)
    return Decision(
        answer=_DONE,
        changes=(SetAbsent(people=absent),) if changed else (),
        entries=(*((_invited_entry(command, facts.incident.number),) if news else ()), *warned),
        sends=(*((Refresh(surface="card"),) if changed else ()), *alarms),
    )


def _invited_entry(command: PeopleInvited, number: str) -> Entry:
    absent = tuple(ref for ref, _ in command.absent)
    return Entry(
        kind="people_invited", actor="bot", body={"number": number, "inside": command.inside, "absent": absent}
    )


def _empty_roles(situation: Situation) -> tuple[tuple[Entry, ...], tuple[Step, ...]]:
    """Roles of which everybody was looked up and nobody can act: AI is told, once a role."""
    facts, team = situation.facts, situation.team
    number = facts.incident.number
    empty = tuple(role for role in TEAM_ROLES if team.is_looked_up(role) and not team.users(role))
    if not empty:
        return (), ()
    alarms = tuple(
        Step(name="alarm", key=f"alarm:{number}:{role}:{user}", payload={"role": role, "user": user})
        for role in empty
        for user in team.users("AI")
    )
    others = tuple(
        Step(name="out_of_band", key=f"out_of_band:{number}:empty:{role}", payload={"role": role}) for role in empty
    )
    return (Entry(kind="roles_empty", actor="bot", body={"number": number, "roles": empty}),), (*alarms, *others)


def surface_shown(command: SurfaceShown, situation: Situation) -> Decision:
    """A surface stands in Slack; the card is pinned and bookmarked, and one that replaces it again."""
    facts = situation.facts
    known = facts.messages.get(command.surface)
    if known and (known.channel, known.ts) == (command.channel, command.ts):
        return Decision(answer=_DONE)
    number = facts.incident.number
    changes: tuple[Change, ...] = (SetMessage(surface=command.surface, channel=command.channel, ts=command.ts),)
    entries = (
        (Entry(kind="surface_replaced", actor="bot", body={"number": number, "surface": command.surface}),)
        if known
        else ()
    )
    sends: tuple[Send, ...] = ()
    if command.surface == "assessment":
        sends = (Refresh(surface="details"),)
    elif command.surface == "card":
        again = f":{command.ts}" if known else ""
        sends = (
            Step(name="pin_card", key=f"pin:{number}{again}"),
            Step(name="bookmark_card", key=f"bookmark:{number}{again}"),
            *((Refresh(surface="report"),) if len(facts.incident.what) > LONGEST_QUOTE else ()),
        )
    return Decision(answer=_DONE, changes=changes, entries=entries, sends=sends)
