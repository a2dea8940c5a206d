"""Whatever happens in any order on two replicas: an open duty has one next reminder, none is lost or doubled."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.commands import ActOnItem, Command, GiveRole, RecordCall, ReminderSent, SnoozeReminder
from bot.rulebook import Rulebook
from bot.rules import duties
from bot.step_commands import ChannelOpened
from storage import facts, log, outbox, reminders, transaction
from storage.engine import Store, unchecked_store
from tests import postgres
from tests.given import AI_LEAD, CCO, DEPARTMENT, IS_OTHER, NOW, REPORTER, a_report, situated

T = TypeVar("T")
LEASE = timedelta(seconds=30)
REPLICAS = st.integers(0, 1)


class Duties(RuleBasedStateMachine):
    """Two replicas on one database. What each sends is what its workers claimed and did not lose."""

    def __init__(self, url: str, law: Rulebook, runner: asyncio.Runner) -> None:
        super().__init__()
        self.url, self.law, self.runner = url, law, runner
        self.now, self.keys = NOW, 0
        self.stores: list[Store] = [unchecked_store(url), unchecked_store(url)]
        self.sent: Counter[str] = Counter()
        self.incidents: list[int] = []

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.runner.run(wait())

    def key(self) -> str:
        self.keys += 1
        return f"key:{self.keys}"

    def tell(self, replica: int, command: Command) -> None:
        self.run(self.stores[replica].write(lambda conn: transaction.record(conn, command, self.law, self.now)))

    @initialize()
    def first(self) -> None:
        self.report(0)

    @rule(replica=REPLICAS)
    def report(self, replica: int) -> None:
        if len(self.incidents) >= 2:
            return
        self.tell(replica, a_report(key=self.key()))
        self.incidents.append(len(self.incidents) + 1)
        number = self.incidents[-1]
        self.tell(replica, ChannelOpened(key=self.key(), incident=number, channel=f"C{number}", name=f"br-{number}"))

    @rule(replica=REPLICAS, minutes=st.sampled_from([1, 5, 11, 61, 60 * 15, 60 * 24, 60 * 24 * 7]))
    def time_goes_by_and_a_replica_ticks(self, replica: int, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.tick(replica)

    @rule(replica=REPLICAS)
    def tick(self, replica: int) -> None:
        self.run(self.stores[replica].write(lambda conn: transaction.remind(conn, self.law, self.now, 200)))
        assert not self.run(self.stores[replica].read(lambda conn: reminders.is_due(conn, self.now)))

    @rule()
    def both_tick_at_once(self) -> None:
        async def both() -> None:
            work = [
                store.write(lambda conn: transaction.remind(conn, self.law, self.now, 200)) for store in self.stores
            ]
            await asyncio.gather(*work)

        self.run(both())

    @rule(item=st.sampled_from(["POL-10", "POL-11.A1", "POL-11.A3"]), act=st.sampled_from(["done", "undo"]))
    def act(self, item: str, act: str) -> None:
        for incident in self.incidents:
            command = ActOnItem(
                key=self.key(),
                actor=IS_OTHER,
                incident=incident,
                role="IS",
                item=item,
                act="done" if act == "done" else "undo",
            )
            self.tell(0, command)

    @rule(who=st.sampled_from([("AI", AI_LEAD), ("CCO", CCO), ("IS", IS_OTHER)]), replica=REPLICAS)
    def take(self, who: tuple[str, str], replica: int) -> None:
        role, user = who
        self.tell(replica, GiveRole(key=self.key(), actor=user, incident=self.incidents[-1], role=role, user=user))

    @rule(replica=REPLICAS)
    def call(self, replica: int) -> None:
        self.tell(replica, RecordCall(key=self.key(), actor=REPORTER, incident=self.incidents[0]))

    @rule(replica=REPLICAS, hours=st.integers(-1, 500), place=st.integers(0, 40))
    def snooze(self, replica: int, hours: int, place: int) -> None:
        found = self.run(self.stores[replica].read(lambda conn: reminders.of_incident(conn, self.incidents[0])))
        if found:
            reminder = found[place % len(found)]
            until = self.now + timedelta(hours=hours)
            command = SnoozeReminder(
                key=self.key(), actor=IS_OTHER, incident=self.incidents[0], reminder=reminder.id, until=until
            )
            self.tell(replica, command)

    @rule(replica=REPLICAS, dies=st.booleans())
    def a_worker_sends(self, replica: int, dies: bool) -> None:
        """It claims; when it dies before it posts, the lease ends and another worker posts."""
        store = self.stores[replica]
        for row in self.run(store.write(lambda conn: outbox.claim(conn, self.now, LEASE, 50))):
            if row.step != "nudge" or dies:
                continue
            self.sent[row.key] += 1
            told = ReminderSent(
                key=row.key,
                incident=row.incident,
                user=str(row.payload["user"]),
                about=(("call", ""),),
                channel="D1",
                ts=row.key,
                alone=True,
            )
            self.run(store.write(lambda conn: transaction.record(conn, told, self.law, self.now, row)))  # noqa: B023 - run at once

    @rule(replica=REPLICAS)
    def restart(self, replica: int) -> None:
        self.run(self.stores[replica].close())
        self.stores[replica] = unchecked_store(self.url)

    @rule(replica=REPLICAS)
    def the_self_check_finds_nothing_to_mend(self, replica: int) -> None:
        for incident in self.incidents:
            answer = self.run(
                self.stores[replica].write(lambda conn: transaction.check_incident(conn, incident, self.law, self.now))  # noqa: B023 - run at once
            )
            assert dict(answer.values) == {"repaired": 0, "lost": 0}

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        assert all(count == 1 for count in self.sent.values()), self.sent

    @invariant()
    def every_open_duty_has_one_next_reminder(self) -> None:
        for incident in self.incidents:
            known, team = self.run(
                self.stores[0].read(
                    lambda conn: (facts.incident_facts(conn, incident), facts.team(conn, DEPARTMENT))  # noqa: B023 - run at once
                )
            )
            assert known is not None
            owed = {
                (one.kind, one.subject)
                for one in duties.list_duties(situated(known, team=team, law=self.law, now=self.now))
            }
            assert [(one.kind, one.subject) for one in known.reminders if (one.kind, one.subject) not in owed] == []
            assert Counter((one.kind, one.subject) for one in known.reminders) == dict.fromkeys(owed, 1)

    def teardown(self) -> None:
        assert self.run(self.stores[0].read(lambda conn: list(log.verify(conn)))) == []
        for store in self.stores:
            self.run(store.close())


@pytest.mark.long_on_postgres
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_no_reminder_is_lost_or_doubled(
    engine: str, request: pytest.FixtureRequest, rules: Rulebook, tmp_path: Path
) -> None:
    made = iter(range(10_000))
    with asyncio.Runner() as runner:
        fresh: Callable[[], str]
        if engine == "postgres":
            server, template = request.getfixturevalue("postgres_server")
            assert isinstance(server, postgres.Server)

            def fresh() -> str:
                return server.url(runner.run(server.create(template)))

        else:
            file: Path = request.getfixturevalue("sqlite_template")

            def fresh() -> str:
                path = tmp_path / f"{next(made)}.db"
                shutil.copy(file, path)
                return f"sqlite+aiosqlite:///{path}"

        run_state_machine_as_test(
            lambda: Duties(fresh(), rules, runner),  # type: ignore[arg-type]  # it takes any maker
            settings=settings(
                max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
