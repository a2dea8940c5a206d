"""`/breach report text` acknowledged after its durable commit, against a Bolt listener that does nothing.

Both stand behind the same guard on the same kind of server, each in its own process; they are asked in turns, and the
ratio is taken round by round. Every answer is read, and in the end the database has to hold what it was said to hold.
What the disk takes for one commit is measured in the same rounds, because it differs
twentyfold between machines and between one minute and the next.
"""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from storage.engine import unchecked_store
from storage.tables import incident
from tests.bench.load import Answered, one_by_one, recorded, report, side_by_side
from tests.bench.processes import Place, Running, bare, bot, sandbox
from tests.bench.row import Row, percentile, row
from tests.bench.wrong import WrongError

ROUNDS = 5
IN_A_ROUND = 120
WARM_UP = 20
CONNECTIONS = 50
IN_A_CROWD = 500
_BARE = "a bare Bolt listener on the same server"


def measure(place: Place) -> list[Row]:
    """SQLite with and without the delivery at work, and PostgreSQL."""
    rows: list[Row] = []
    for name, delivering, url in _kinds(place):
        with _both(place, url, delivering=delivering) as (bot_url, bare_url):
            rows += compare(name, bot_url, bare_url, place.folder / f"floor-{len(rows)}.db", url)
    return rows


def _kinds(place: Place) -> Iterator[tuple[str, bool, str]]:
    yield "SQLite, only acknowledging", False, place.fresh_sqlite()
    yield "SQLite, delivery at work", True, place.fresh_sqlite()
    if place.fresh_postgres:
        yield "PostgreSQL, only acknowledging", False, place.fresh_postgres()


@contextmanager
def _both(place: Place, url: str, *, delivering: bool) -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        slack = stack.enter_context(sandbox()) if delivering else None
        ours: Running = stack.enter_context(bot(place, url, slack))
        theirs = stack.enter_context(bare(place))
        yield ours.url, theirs.url


def compare(name: str, bot_url: str, bare_url: str, floor: Path, database_url: str) -> list[Row]:
    """The rows of one kind of bot. Raises WrongError when an answer was not one, or was not true."""
    _alone(bot_url, WARM_UP, recording=True)
    _alone(bare_url, WARM_UP, recording=False)
    ours, theirs, commits = [], [], []
    for _ in range(ROUNDS):
        theirs.append(_alone(bare_url, IN_A_ROUND, recording=False))
        ours.append(_alone(bot_url, IN_A_ROUND, recording=True))
        commits.append(_commit(floor))
    rounds = list(zip(ours, theirs, commits, strict=True))
    crowds = [(_crowd(bare_url), _crowd(bot_url)) for _ in range(ROUNDS)]
    told = WARM_UP + ROUNDS * IN_A_ROUND + sum(recorded(us) for _, us in crowds)
    if (kept := asyncio.run(reports_kept(database_url))) < told:
        raise WrongError(f"{told} reports were said to be recorded, and the database has {kept}")
    per_second = [(_per_second(them), _per_second(us)) for them, us in crowds]
    bare_ms = f"{_BARE} ({median(theirs):.2f} ms)"
    bare_and_commit = f"{bare_ms} and one bare commit of SQLite with FULL on this disk ({median(commits):.2f} ms)"
    bare_rate = f"{_BARE} ({median(them for them, _ in per_second):.0f} a second)"
    label = f"acknowledgement ({name})"
    return [
        row(f"{label}, one at a time, p50", ours, "ms", bare_ms),
        row(
            f"{label}, one at a time, p50 ratio",
            [us / them for us, them, _ in rounds],
            "x",
            f"{bare_ms}; at most 8, then 3",
        ),
        row(
            f"{label}, one at a time, p50 ratio with the disk counted on both sides",
            [us / (them + commit) for us, them, commit in rounds],
            "x",
            bare_and_commit,
        ),
        row(
            f"{label}, 50 at once, p99",
            [percentile([one.seconds * 1000 for one in us], 0.99) for _, us in crowds],
            "ms",
            f"{_BARE} ({median(percentile([one.seconds * 1000 for one in them], 0.99) for them, _ in crowds):.0f} ms);"
            " under 200",
        ),
        row(
            f"{label}, 50 at once, recorded in time",
            [recorded(us) / IN_A_CROWD * 100 for _, us in crowds],
            "%",
            "all; the others are told that it was not recorded",
        ),
        row(f"{label}, 50 at once, requests a second", [us for _, us in per_second], "1/s", bare_rate),
        row(
            f"{label}, 50 at once, ratio of requests a second",
            [them / us for them, us in per_second],
            "x",
            bare_rate,
        ),
    ]


def _alone(url: str, requests: int, *, recording: bool) -> float:
    answers = one_by_one(url, [report() for _ in range(requests)])
    done = recorded(answers) if recording else sum(one.status == 200 for one in answers)
    if done != requests:
        raise WrongError(f"of {requests} reports one after the other {done} were acknowledged")
    return median(one.seconds for one in answers) * 1000


async def reports_kept(database_url: str) -> int:
    """How many reports the database holds."""
    store = unchecked_store(database_url)
    try:
        return int(await store.read(lambda conn: conn.execute(select(func.count()).select_from(incident)).scalar_one()))
    finally:
        await store.close()


def _commit(path: Path) -> float:
    """The least that a durable acknowledgement can cost here: one row and its commit, p50 in ms."""
    taken = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (line TEXT)")
        for _ in range(IN_A_ROUND):
            began = time.perf_counter()
            connection.execute("INSERT INTO kept VALUES ('a report')")
            taken.append(time.perf_counter() - began)
    return median(taken) * 1000


def _crowd(url: str) -> list[Answered]:
    return asyncio.run(side_by_side(url, [report() for _ in range(IN_A_CROWD)], CONNECTIONS))


def _per_second(answers: list[Answered]) -> float:
    return len(answers) / (max(one.ended for one in answers) - min(one.began for one in answers))
