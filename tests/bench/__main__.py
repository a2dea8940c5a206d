"""`python -m tests.bench [subject …]`: measure, print a table, write build/bench.json."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from storage.engine import unchecked_store
from storage.schema import upgrade
from tests import postgres
from tests.bench import (
    acknowledgement,
    assessments,
    bursts,
    clicks,
    delivery,
    facts_update,
    memory,
    opening,
    reminders,
    startup,
    statements,
)
from tests.bench.checks import check_of
from tests.bench.processes import Place
from tests.bench.row import Row
from tests.bench.wrong import WrongError
from tests.stage import ROOT

SUBJECTS = {
    "startup": startup.measure,
    "acknowledgement": acknowledgement.measure,
    "delivery": delivery.measure,
    "opening": opening.measure,
    "bursts": bursts.measure,
    "clicks": clicks.measure,
    "facts_update": facts_update.measure,
    "statements": statements.measure,
    "memory": memory.measure,
    "assessments": assessments.measure,
    "reminders": reminders.measure,
}


def main(wanted: list[str]) -> None:
    """Measure the subjects one after the other; figures of different subjects do not disturb each other."""
    console = Console(stderr=True)
    if unknown := set(wanted) - set(SUBJECTS):
        console.print(f"there is no {', '.join(sorted(unknown))}; there is {', '.join(SUBJECTS)}")
        raise SystemExit(2)
    rows: list[Row] = []
    wrong: list[str] = []
    with _place() as place:
        if place.fresh_postgres is None:
            console.print("without PostgreSQL's server binaries its rows are left out")
        for subject in wanted or SUBJECTS:
            console.print(f"measuring {subject}")
            try:
                rows += SUBJECTS[subject](place)
            except WrongError as error:
                wrong.append(f"{subject}: {error}")
    Console(width=None if sys.stdout.isatty() else 200).print(_table(rows))
    written = ROOT / "build" / "bench.json"
    written.parent.mkdir(exist_ok=True)
    written.write_text(json.dumps([asdict(one) for one in rows], indent=2) + "\n")
    console.print(f"written to {written.relative_to(ROOT)}")
    wrong += [one.name for one in rows if not check_of(one.name).holds(one)]
    if wrong:
        console.print("these do not hold: " + "; ".join(wrong))
        raise SystemExit(1)


@contextmanager
def _place() -> Iterator[Place]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        template = folder / "template.db"
        asyncio.run(_upgrade(f"sqlite+aiosqlite:///{template}"))
        yield Place(folder=folder, template=template, fresh_postgres=_postgres(stack))


def _postgres(stack: ExitStack) -> Callable[[], str] | None:
    binaries = postgres.binaries()
    if binaries is None:
        return None
    server = stack.enter_context(postgres.server(binaries, durable=True))
    template = asyncio.run(server.create())
    asyncio.run(_upgrade(server.url(template)))
    return lambda: server.url(asyncio.run(server.create(template)))


async def _upgrade(url: str) -> None:
    store = unchecked_store(url)
    await store.write(upgrade)
    await store.close()


def _table(rows: list[Row]) -> Table:
    table = Table(title="breach-bot: median of the rounds, least and greatest beside it")
    for title in ("what", "value", "unit", "from", "to", "against (in the same run)", "holds"):
        table.add_column(title, justify="right" if title in ("value", "from", "to") else "left")
    for one in rows:
        table.add_row(
            one.name,
            f"{one.value:g}",
            one.unit,
            *(f"{end:g}" for end in one.spread),
            one.against,
            "yes" if check_of(one.name).holds(one) else "NO",
        )
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
