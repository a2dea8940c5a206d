"""What `breach doctor` looks at: settings, department, packs, database, then Slack. One fault hides no other."""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.department import Department
from bot.policy.source import PackErrors
from handlers.app import read_department, read_law, read_notices
from handlers.cli.slack_examination import examine_slack
from handlers.health import directory_age
from handlers.now import Clock
from handlers.outgoing.escalate import read_addresses
from handlers.settings import BadSettingsError, Settings, read_settings, transport_faults
from storage import facts, identity, outbox, people
from storage.engine import Store, check_schema, unchecked_store
from storage.schema import SchemaOutOfDateError
from storage.sqlite import open_to_others
from storage.unavailable import UnavailableError

LEAST_FREE = 200 * 1024 * 1024
"""Bytes on the database's disk."""
_SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the doctor's: what was looked at, whether it is well, what to say."""

    part: str
    well: bool
    line: str


async def examine() -> AsyncIterator[Finding]:
    """Everything, as it is found."""
    settings, wrong = None, {}
    try:
        settings = read_settings()
    except BadSettingsError as error:
        wrong = dict(error.faults)
        for line in wrong.values() or [str(error)]:
            yield Finding(part="settings", well=False, line=line)
        if wrong:
            settings = _without(wrong)
    if settings is None:
        return
    for line in transport_faults(settings, settings.breach_transport):
        if not any(line.startswith(name.upper()) for name in wrong):
            yield Finding(part="settings", well=False, line=line)
    for finding in _signing_secret(settings):
        yield finding
    department = None
    for told in _departments(settings):
        if isinstance(told, Department):
            department = told
        else:
            yield told
    team = None
    if "breach_database_url" not in wrong and (none_yet := _no_file(settings)):
        yield none_yet
    elif "breach_database_url" not in wrong:
        store = unchecked_store(settings.breach_database_url)
        try:
            async for finding in _database(settings, department, store):
                yield finding
            team = await _team_of(store)
        finally:
            await store.close()
    async for well, line in examine_slack(settings, department, team):
        yield Finding(part="slack", well=well, line=line)


def _without(wrong: dict[str, str]) -> Settings | None:
    """The other settings, so that what hangs on them can be looked at."""
    fields = Settings.model_fields
    try:
        return read_settings(**{name: fields[name].get_default(call_default_factory=True) for name in wrong})
    except BadSettingsError:
        return None


def _signing_secret(settings: Settings) -> Iterator[Finding]:
    secret = settings.slack_signing_secret.get_secret_value()
    if not secret or settings.is_loopback():
        return
    if _SIGNING_SECRET.fullmatch(secret):
        yield Finding(part="signing secret", well=True, line="signing secret: has the form of one")
    else:
        line = "signing secret: SLACK_SIGNING_SECRET has not the form of one (32 of 0-9 and a-f); copy it once more"
        yield Finding(part="signing secret", well=False, line=line)


def _departments(settings: Settings) -> Iterator[Finding | Department]:
    try:
        department = read_department(settings)
    except (BadSettingsError, PackErrors) as error:
        yield from _faults("department", error)
    else:
        people, offices = len(department.refs()), len(department.offices)
        line = f"department: {department.name}, {people} people, {offices} offices"
        yield Finding(part="department", well=True, line=line)
        yield department
        yield from _packs(settings, department)
    try:
        addresses = read_addresses(settings.breach_escalate_file)
        line = f"out of band: {', '.join(addresses) or 'not set up'}"
        yield Finding(part="out of band", well=True, line=line)
    except (BadSettingsError, PackErrors) as error:
        yield from _faults("out of band", error)


def _packs(settings: Settings, department: Department) -> Iterator[Finding]:
    try:
        law = read_law(department)
        packs = law.packs
        line = f"policy {packs.policy.version}: {len(packs.policy.rows)} rows, and the reminders' cadences"
        yield Finding(part="policy", well=True, line=line)
        yield Finding(part="law", well=True, line=f"law packs: {', '.join(department.packs) or 'none enabled'}")
        read_notices(settings, law)
        own = f", with the words of {settings.breach_notices}" if settings.breach_notices else ""
        yield Finding(part="notices", well=True, line=f"notices: {len(packs.notices.kinds)} kinds{own}")
    except (BadSettingsError, PackErrors) as error:
        yield from _faults("policy", error)


def _faults(part: str, error: BadSettingsError | PackErrors) -> Iterator[Finding]:
    lines = [str(fault) for fault in error.faults] if isinstance(error, PackErrors) else [str(error)]
    for line in lines:
        yield Finding(part=part, well=False, line=f"{part}: {line}")


async def _database(settings: Settings, department: Department | None, store: Store) -> AsyncIterator[Finding]:
    url = make_url(settings.breach_database_url)
    if url.get_backend_name() == "sqlite":
        for finding in _files(Path(str(url.database))):
            yield finding
    try:
        await store.read(check_schema)
        line = "database: answers, schema current"
        yield Finding(part="database", well=True, line=line)
        stuck = await store.read(lambda conn: outbox.waiting(conn)[0])
        yield Finding(part="database", well=True, line=f"messages that wait to be sent: {stuck}")
        if department is not None:
            yield await _directory(department, store)
    except SchemaOutOfDateError as error:
        what = "run the newer program that upgraded it" if error.newer else "run `breach db upgrade`"
        yield Finding(part="database", well=False, line=f"database: {error}; {what}")
    except UnavailableError as error:
        yield Finding(part="database", well=False, line=f"database: no answer ({error}); look at BREACH_DATABASE_URL")


async def _directory(department: Department, store: Store) -> Finding:
    """How old the bot's own look at the people is, and what of the configuration Slack knows no more."""
    team, gaps = await store.read(lambda conn: (facts.team(conn, department), people.gaps(conn)))
    age = directory_age(team, Clock().now())
    told = [age] if age else []
    told += [f"Slack knows no more {', '.join(gaps)}"] if gaps else []
    return Finding(part="directory", well=not told, line=f"directory: {'; '.join(told) or 'fresh'}")


def _no_file(settings: Settings) -> Finding | None:
    """Looking must not make an empty database."""
    url = make_url(settings.breach_database_url)
    if url.get_backend_name() != "sqlite" or Path(str(url.database)).exists():
        return None
    return Finding(part="database", well=False, line=f"database: there is no {url.database}; run `breach db upgrade`")


def _files(path: Path) -> Iterator[Finding]:
    for one in open_to_others(path):
        mode = one.stat().st_mode & 0o777
        line = f"database: {one} can be reached by others (mode {mode:04o}); chmod 600 it. The bot does so at its start"
        yield Finding(part="database", well=False, line=line)
    free = shutil.disk_usage(path.parent).free
    line = f"disk: {free // 1024 // 1024} MB free beside the database"
    yield Finding(part="disk", well=free >= LEAST_FREE, line=line)


async def _team_of(store: Store) -> str | None:
    try:
        await store.read(check_schema)
        return await store.read(identity.team_of)
    except (SchemaOutOfDateError, UnavailableError):
        return None
