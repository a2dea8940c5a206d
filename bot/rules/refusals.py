"""What many rules refuse in the same words: a closed incident, somebody of another role, words that may not be kept."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.decision import Refresh, Refusal, Value
from bot.department import Team
from bot.incident import IncidentFacts, Item
from bot.screening import personal_data
from bot.visibility import view_of

CLOCK_SLACK = timedelta(minutes=5)
"""How far a person's clock may be ahead of the bot's."""


def closed(facts: IncidentFacts) -> Refusal | None:
    """A closed incident takes nothing more."""
    if facts.incident.state != "closed":
        return None
    return Refusal(name="incident_closed", values={"number": facts.incident.number})


def team_only(actor: str, team: Team) -> Refusal | None:
    """Somebody who holds no role in the incident."""
    return None if team.roles_of(actor) else Refusal(name="team_needed")


def not_working_here(actor: str, facts: IncidentFacts, team: Team) -> Refusal | None:
    """The incident is closed, or the person holds no role in it."""
    return closed(facts) or team_only(actor, team)


def only(actor: str, role: str, team: Team, *, field: str | None = None) -> Refusal | None:
    """Somebody who is not of the role that this is for."""
    return None if actor in team.users(role) else role_needed((role,), team, field=field)


def role_needed(roles: tuple[str, ...], team: Team, *, field: str | None = None) -> Refusal:
    """Whose it is, and who they are."""
    people = tuple(dict.fromkeys(user for role in roles for user in team.users(role)))
    values: dict[str, Value] = {"role": ", ".join(roles), "people": people}
    return Refusal(name="role_needed", values=values | ({"field": field} if field else {}))


def for_actor(refusal: Refusal, actor: str, facts: IncidentFacts | None, team: Team) -> Refusal:
    """A refusal as this person may read it: who holds a role is told to the people of the incident only."""
    if "people" not in refusal.values or (facts and view_of(actor, facts.incident, team)):
        return refusal
    return replace(refusal, values={**refusal.values, "people": (), "unnamed": True})


def refuse_words(field: str, text: str, longest: int) -> Refusal | None:
    """Why this text cannot be kept, if so; `longest` in characters."""
    if len(text) > longest:
        return Refusal(name="text_too_long", values={"field": field, "longest": longest})
    return carries_personal_data(field, text)


def carries_personal_data(field: str, text: str) -> Refusal | None:
    """A number or an address of somebody whose data this is about: it is never kept."""
    if found := personal_data(text):
        return Refusal(name="personal_data", values={"field": field, "kind": found[0].kind})
    return None


def reason_missing(reason: str, longest: int) -> Refusal | None:
    """Why the reasons of a decision cannot stand: none are given, or these cannot be kept."""
    if not reason.strip():
        return Refusal(name="decision_reason", values={"field": "reason"})
    return refuse_words("reason", reason, longest)


def not_future(at: datetime, now: datetime, *, name: str, field: str) -> Refusal | None:
    """A moment that is still to come, as the refusal of that name; both are UTC."""
    return Refusal(name=name, values={"field": field}) if at > now + CLOCK_SLACK else None


def not_between(earliest: datetime, at: datetime, now: datetime, *, name: str) -> Refusal | None:
    """A moment before the earliest that can be meant, or still to come."""
    return Refusal(name=name, values={"field": "at"}) if at < earliest else not_future(at, now, name=name, field="at")


def settled_already(item: Item) -> Refusal:
    """A line that somebody settled; its list shows an older picture."""
    at = int(item.at.timestamp()) if item.at else 0
    values: dict[str, Value] = {"state": item.state, "by": item.by, "at": at}
    return Refusal(name="item_already", values=values, refresh=(Refresh(surface=f"checklist:{item.role}"),))
