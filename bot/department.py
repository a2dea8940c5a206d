"""The department: its name and zone, its report line, who holds which role, its offices. Configuration, not law."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.recipients import Recipients
from bot.standing import Partner, Plan, stands_at
from bot.turns import OpeningLimits

PersonStatus: TypeAlias = Literal["active", "unknown", "deactivated", "guest"]

TEAM_ROLES = ("AI", "CCO", "IS", "CR")
"""The roles of the policy that work in the incident's channel, in the order in which they are shown."""

SHORT_NAMES: Mapping[str, str] = {"AI": "Audits", "CCO": "Counsel", "IS": "Systems", "CR": "Communications"}
"""How the offices are called in sentences where the department's file says nothing: "AI" reads as something else."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody named in the configuration, as the workspace's directory knows them.

    `ref` is what the configuration says (a Slack user id or an e-mail address); `user` is None until it is resolved.
    """

    ref: str
    user: str | None = None
    name: str | None = None
    status: PersonStatus = "unknown"
    seen_at: datetime | None = None
    """When the directory last said so (UTC)."""


@dataclass(frozen=True, kw_only=True)
class RoleMembers:
    """Who holds a role: the first member is the primary, the others are alternates."""

    code: str
    members: tuple[str, ...] = ()
    usergroup: str | None = None
    phone: str | None = None
    short: str | None = None
    """How the department calls the office in a word."""


@dataclass(frozen=True, kw_only=True)
class CallBridge:
    """Where the department meets by telephone or video: an address, a number, or both."""

    link: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Office:
    """A district, division or office where an incident may occur, and its leader (policy 7)."""

    name: str
    leader: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class PracticeItem:
    """A checklist item of the department's own practice, for one role: neither policy nor law asks for it.

    `needed`: an incident is closed only when it is settled.
    """

    id: str
    role: str
    title: str
    needed: bool = False


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """The telephone that the policy's provision 3 names."""

    office: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Department:
    """What `department.yaml` says."""

    name: str
    timezone: str
    report_line: ReportLine
    roles: Mapping[str, RoleMembers]
    owners: Mapping[str, str] = field(default_factory=dict)
    offices: tuple[Office, ...] = ()
    packs: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    closed_days: tuple[date, ...] = ()
    policy_url: str | None = None
    recipients: Recipients = field(default_factory=Recipients)
    items: tuple[PracticeItem, ...] = ()
    call_bridge: CallBridge | None = None
    reporter_in_channel: bool = True
    """Whether whoever reported comes into the incident's channel; without, the direct message is their place."""
    classes: tuple[str, ...] = ()
    """The department's own classes of data, in its words: configuration, which no law reads."""
    partners: tuple[Partner, ...] = ()
    plans: tuple[Plan, ...] = ()
    openings: OpeningLimits = field(default_factory=OpeningLimits)

    def refs(self) -> tuple[str, ...]:
        """Everybody whom the configuration names in a team role, each once."""
        return tuple(dict.fromkeys(ref for role in self.roles.values() for ref in role.members))

    def short_name(self, role: str) -> str:
        """What a role's office is called in a sentence; a role without an office here keeps its abbreviation."""
        held = self.roles.get(role)
        return (held.short if held else None) or SHORT_NAMES.get(role, role)

    def office(self, name: str | None) -> Office | None:
        """The office of that name."""
        return next((office for office in self.offices if office.name == name), None)

    def partners_at(self, provision: str, named: Collection[str] = ()) -> tuple[Partner, ...]:
        """Whom to call at a provision; `named`: the roles that the policy names there."""
        return tuple(one for one in self.partners if one.code in named or stands_at(one.provisions, provision))

    def plans_at(self, provision: str) -> tuple[Plan, ...]:
        """The plans to work by at a provision."""
        return tuple(one for one in self.plans if stands_at(one.provisions, provision))


@dataclass(frozen=True, kw_only=True)
class Team:
    """The department's roles with the people behind them, as far as the directory knows them."""

    department: Department
    people: Mapping[str, Person]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The Slack user ids in each user group that a role names."""
    groups_seen: Mapping[str, datetime] = field(default_factory=dict)
    """When Slack last told who is in each group (UTC)."""

    def refs(self) -> tuple[str, ...]:
        """Everybody who has a team role: named by the configuration, or through a user group."""
        grouped = (
            user for role in self.department.roles.values() for user in self.groups.get(role.usergroup or "", ())
        )
        named = {person.user for person in map(self.person, self.department.refs())}
        return tuple(dict.fromkeys((*self.department.refs(), *(user for user in grouped if user not in named))))

    def person(self, ref: str) -> Person:
        """The person whom the configuration calls `ref`."""
        return self.people.get(ref) or Person(ref=ref, user=ref if _is_user_id(ref) else None)

    def _of_group(self, user: str) -> Person:
        return self.named(user) or self.person(user)

    def named(self, user: str) -> Person | None:
        """The person with that Slack user id, if the configuration names them."""
        return next((p for p in self.people.values() if p.user == user), None)

    def members(self, role: str) -> tuple[Person, ...]:
        """The role's people, the primary first."""
        held = self.department.roles.get(role)
        if held is None:
            return ()
        named = tuple(self.person(ref) for ref in held.members)
        known = {person.user for person in named}
        grouped = (user for user in self.groups.get(held.usergroup or "", ()) if user not in known)
        return (*named, *(self._of_group(user) for user in grouped))

    def users(self, role: str) -> tuple[str, ...]:
        """The Slack user ids of the role's people who can act, the primary first."""
        return tuple(p.user for p in self.members(role) if p.user and p.status not in ("deactivated", "guest"))

    def lead(self, role: str) -> str | None:
        """The role's primary member: the first who can act."""
        return next(iter(self.users(role)), None)

    def usergroups(self) -> tuple[str, ...]:
        """The user groups that roles name, each once."""
        return tuple(dict.fromkeys(role.usergroup for role in self.department.roles.values() if role.usergroup))

    def seen_since(self, user: str) -> datetime | None:
        """How old the oldest thing is on which this person's roles rest (UTC); None when something was never seen."""
        person = self.named(user)
        times = [person.seen_at if person else None]
        named = {self.person(ref).user for ref in self.department.refs()}
        if user not in named:
            times += [self.groups_seen.get(group) for group in self.usergroups() if user in self.groups.get(group, ())]
        return None if None in times else min(time for time in times if time)

    def is_looked_up(self, role: str) -> bool:
        """Whether the directory was asked about everybody who has the role."""
        held = self.department.roles.get(role)
        if held is None:
            return True
        group_known = held.usergroup is None or held.usergroup in self.groups_seen
        return group_known and all(ref in self.people or _is_user_id(ref) for ref in held.members)

    def roles_of(self, user: str) -> tuple[str, ...]:
        """The team roles that this person holds now."""
        return tuple(role for role in TEAM_ROLES if user in self.users(role))


@dataclass(frozen=True, kw_only=True)
class Moves:
    """Who came into a role and who lost one: (Slack user id, role)."""

    joined: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def moves(before: Team, after: Team) -> Moves:
    """What the directory's newest word changes."""
    joined, left = [], []
    for role in TEAM_ROLES:
        were, are = before.users(role), after.users(role)
        joined += [(user, role) for user in are if user not in set(were)]
        left += [(user, role) for user in were if user not in set(are)]
    return Moves(joined=tuple(joined), left=tuple(left))


def _is_user_id(ref: str) -> bool:
    return "@" not in ref and ref[:1] in ("U", "W")
