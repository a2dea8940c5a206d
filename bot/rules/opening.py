"""Opening the channel step by step: what Slack answered decides what comes next (policy 4: the roles work together).

The reporter is inside after two calls; the rest goes out side by side.
"""

from bot.commands import ChannelOpened, PeopleInvited, SurfaceShown
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

_DONE = Answer(name="noted")


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
    """The reporter and the roles are inside: show card and checklists, tell the reporter, warn of empty roles."""
    facts, team = situation.facts, situation.team
    number = facts.incident.number
    sends: list[Send] = [
        Revive(),
        Refresh(surface="card"),
        Refresh(surface="reporter"),
        *(Refresh(surface=f"checklist:{role}") for role in TEAM_ROLES if facts.of_role(role)),
        Refresh(surface="assessment"),
        Step(name="set_topic", key=f"topic:{number}"),
    ]
    if team.department.policy_url:
        sends.append(Step(name="bookmark_policy", key=f"bookmark_policy:{number}"))
    entries = [
        Entry(
            kind="people_invited",
            actor="bot",
            body={
                "number": number,
                "inside": command.inside,
                "absent": tuple(ref for ref, _ in command.absent),
            },
        )
    ]
    empty = tuple(role for role in TEAM_ROLES if not team.users(role))
    if empty:
        entries.append(Entry(kind="roles_empty", actor="bot", body={"number": number, "roles": empty}))
        sends += [
            Step(name="alarm", key=f"alarm:{number}:{role}:{user}", payload={"role": role, "user": user})
            for role in empty
            for user in team.users("AI")
        ]
        sends += [
            Step(name="out_of_band", key=f"out_of_band:{number}:empty:{role}", payload={"role": role}) for role in empty
        ]
    return Decision(
        answer=_DONE, changes=(SetAbsent(people=command.absent),), entries=tuple(entries), sends=tuple(sends)
    )


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
