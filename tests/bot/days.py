"""Days of one incident without a database: time goes by, what is due is told, and who was told how often is counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.applying import facts_after
from bot.decision import PutReminder
from bot.duty import Duty, Holder
from bot.incident import IncidentFacts
from bot.reminder_changes import SetTold
from bot.rules.duties import line_of, list_duties, plan_reminders
from bot.rules.reminding import remind
from bot.rules.telling import is_asked_first, reminder_steps
from bot.situation import Situation
from tests.bot.noticing import PEOPLE, RULES
from tests.given import situated

ZONE = ZoneInfo("America/Chicago")
MOST = RULES.packs.reminders.most_a_day


@dataclass
class Days:
    """What is known at a moment, and what was told so far."""

    facts: IncidentFacts
    now: datetime
    reminders: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(person, day) -> messages that remind; the first word of what is asked is none."""
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    told: list[tuple[datetime, str, tuple[str, ...]]] = field(default_factory=list)
    """When, what kind of duty, to whom."""
    beyond: set[tuple[str, str]] = field(default_factory=set)
    """(person, day) on which a limit of the law ran out: they may be told more often."""
    _ids: int = 0

    @property
    def situation(self) -> Situation:
        return situated(self.facts, team=PEOPLE, law=RULES, now=self.now)

    def plan(self) -> None:
        """Every open duty has its next reminder; what is due at once is told at once."""
        self.facts = facts_after(self.facts, plan_reminders(self.situation), {})
        self._number()
        self.tell()

    def change(self, facts: IncidentFacts) -> None:
        """Something else is known."""
        self.facts = replace(facts, reminders=self.facts.reminders, told=self.facts.told)
        self.plan()

    def take(self, **holders: str) -> None:
        held = {role: Holder(role=role, user=user, since=self.now) for role, user in holders.items()}
        self.change(replace(self.facts, holders={**self.facts.holders, **held}))

    def until(self, moment: datetime) -> None:
        """Time goes by, from one due reminder to the next."""
        while due := [one.due_at for one in self.facts.reminders if one.due_at <= moment]:
            self.now = max(self.now, min(due))
            self.tell()
            self.plan()
        self.now = moment

    def tell(self) -> None:
        """Tell what is due now; fails when a duty is dropped."""
        due = [(one.kind, one.subject) for one in self.facts.reminders if one.due_at <= self.now]
        if not due:
            return
        before, day = self.situation, self.now.astimezone(ZONE).date().isoformat()
        duties: Mapping[tuple[str, str], Duty] = {one.key: one for one in list_duties(before)}
        sent = {(one.kind, one.subject): one.sent for one in self.facts.reminders}
        reminded = remind(before, due)
        for key in due:
            people = tuple(
                one.user for one in reminded.due_reminders if (one.reminder.kind, one.reminder.subject) == key
            )
            self.told.append((self.now, key[0], people))
            duty = duties[key]
            if not people:
                spent = [self.reminders[user, day] >= MOST for user in line_of(duty, sent[key], before)]
                assert spent and all(spent), f"{key} is told to nobody, and somebody had fewer than {MOST}"
            if duty.limit and duty.limit.astimezone(ZONE).date().isoformat() == day:
                self.beyond |= {(user, day) for user in people}
        asked_first = {key for key in due if is_asked_first(duties[key], sent[key], before)}
        for _, step in reminder_steps(reminded.due_reminders):
            user = str(step.payload["user"])
            mine = {(o.reminder.kind, o.reminder.subject) for o in reminded.due_reminders if o.user == user}
            (self.asked if mine <= asked_first else self.reminders)[user, day] += 1
        put = [one for one in reminded.decision.changes if isinstance(one, PutReminder | SetTold)]
        assert all(one.due_at > self.now for one in put if isinstance(one, PutReminder))
        self.facts = facts_after(self.facts, put, {})

    def _number(self) -> None:
        numbered = []
        for one in self.facts.reminders:
            if one.id == 0:
                self._ids += 1
            numbered.append(one if one.id else replace(one, id=self._ids))
        self.facts = replace(self.facts, reminders=tuple(numbered))

    @property
    def busiest(self) -> int:
        """The most reminder messages to one person on one day, apart from days on which a limit ran out."""
        return max((count for key, count in self.reminders.items() if key not in self.beyond), default=0)
