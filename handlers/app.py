"""The wiring: settings in, a running bot out. Importing this does nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.department import Department
from bot.policy.department import parse_department
from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from handlers import actions, commands, directory, events, shortcuts, vouching
from handlers.boundary import Boundary
from handlers.desk import Desk
from handlers.execute import Execute
from handlers.health import Health
from handlers.home_pages import HomePages
from handlers.notices.texts import NoticeTexts
from handlers.now import Clock
from handlers.outgoing.clock import TICK_SECONDS, start_clock
from handlers.outgoing.delivery import Delivery
from handlers.outgoing.escalate import read_addresses
from handlers.pace import Pace
from handlers.render import Words
from handlers.settings import BadSettingsError, Settings
from handlers.slack_api import SlackApi
from handlers.workspace import Workspace
from storage import facts
from storage.engine import Store, check_schema, open_store
from storage.schema import SchemaOutOfDateError
from storage.unavailable import ReplacedError, UnavailableError

FILE_SECONDS = 5.0
"""How often it is looked whether the database is still the same file."""

log = structlog.get_logger()


@dataclass
class Bot:
    """A bot that runs: Bolt's app for a transport, and the desk behind it."""

    app: AsyncApp
    desk: Desk
    delivery: Delivery
    health: Health
    workspace: Workspace
    failed: "asyncio.Future[None]"
    """Ends, with the exception, when the bot cannot go on: another workspace, another database, a refused token."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What a bot reads at its start and never changes: any number of bots may share it."""

    department: Department
    law: Rulebook
    words: Words
    notices: NoticeTexts


def read_department(settings: Settings) -> Department:
    """The department of `BREACH_DEPARTMENT`. Raises BadSettingsError, PackErrors."""
    path = settings.breach_department
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadSettingsError(f"BREACH_DEPARTMENT: {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadSettingsError(f"BREACH_DEPARTMENT: {path}: not a text file in UTF-8") from None
    return parse_department(text, path.name)


def read_law(department: Department) -> Rulebook:
    """The department's policy and packs. Raises PackErrors, BadSettingsError."""
    packs = load_packs()
    for name in department.packs:
        if name not in packs.laws:
            raise BadSettingsError(f"packs: there is no pack {name}; the packs are {', '.join(sorted(packs.laws))}")
    return Rulebook(packs=packs, department=department)


def read_notices(settings: Settings, law: Rulebook) -> NoticeTexts:
    """The words of every notice, the department's own before those that ship. Raises PackErrors, BadSettingsError."""
    own = settings.breach_notices
    if own is not None and not own.is_dir():
        raise BadSettingsError(f"BREACH_NOTICES: {own}: there is no such folder")
    return NoticeTexts(law.packs.notices, [own] if own else [])


def read_texts(settings: Settings) -> Texts:
    """All of it from its files. Raises BadSettingsError, PackErrors."""
    department = read_department(settings)
    law = read_law(department)
    return Texts(department=department, law=law, words=Words(department), notices=read_notices(settings, law))


@asynccontextmanager
async def running(settings: Settings, *, speed: float = 1.0, texts: Texts | None = None) -> AsyncIterator[Bot]:
    """A bot with its store open, its delivery at work and its clock ticking.

    `speed`: Slack's seconds in one of ours, for tests beside a sandbox that counts so too; `texts` when somebody has
    read them already.

    Raises BadSettingsError, PackErrors, SchemaOutOfDateError, UnavailableError before anything runs. Nothing is sent
    before Slack has named the workspace, and it is the database's.
    """
    texts = texts or read_texts(settings)
    department, law, words, notices = texts.department, texts.law, texts.words, texts.notices
    addresses = read_addresses(settings.breach_escalate_file)
    store = await open_store(settings.breach_database_url)
    slack = SlackApi(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, settings.call_seconds())
    clock = Clock(settings.breach_clock_file)
    wake: list[Callable[[], None]] = []

    def something_is_recorded() -> None:
        for one in wake:
            one()

    execute = Execute(store, law, clock, something_is_recorded)
    desk = Desk(
        department=department,
        law=law,
        words=words,
        notices=notices,
        store=store,
        execute=execute,
        slack=slack,
        clock=clock,
        team=await store.read(lambda conn: facts.team(conn, department)),
        addresses=addresses,
        workspace=(workspace := Workspace(slack, store)),
        pace=Pace(speed),
    )
    health = Health(desk, workspace)
    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    execute.vouch = partial(vouching.vouch, desk, timedelta(minutes=settings.breach_directory_minutes))
    delivery = Delivery(desk, settings.breach_lease_seconds, desk.pace)
    homes = HomePages(desk)
    desk.publish_home = homes.publish
    wake += [delivery.wake, homes.wake]
    keeping = asyncio.create_task(_watch(failed, workspace.keep()))
    watching = asyncio.create_task(_watch(failed, _watch_file(store)))
    work = asyncio.create_task(_deliver(workspace, delivery))
    showing = asyncio.create_task(homes.run())
    looking = asyncio.create_task(directory.refresh(desk))
    # The package of the holidays takes a while to load: now, and not inside somebody's transaction.
    loading = asyncio.create_task(asyncio.to_thread(law.office_hours.next_morning, clock.now()))
    ticks = start_clock(desk, delivery, health, settings.breach_heartbeat_url, TICK_SECONDS / speed)
    try:
        yield Bot(
            app=bolt_app(desk, settings),
            desk=desk,
            delivery=delivery,
            health=health,
            workspace=workspace,
            failed=failed,
        )
    finally:
        await ticks.stop()
        for task in (keeping, watching, looking, loading, showing, work):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
        await desk.finish()
        await slack.close()
        await store.close()


async def _deliver(workspace: Workspace, delivery: Delivery) -> None:
    await workspace.known.wait()
    await delivery.run()


async def _watch(failed: "asyncio.Future[None]", work: Coroutine[None, None, None]) -> None:
    """Tell whoever runs the bot that it cannot go on."""
    try:
        await work
    except (BadSettingsError, ReplacedError) as error:
        log.error("cannot_go_on", error=type(error).__name__)
        if not failed.done():
            failed.set_exception(error)
            failed.exception()  # taken: nobody has to be there to hear it


async def _watch_file(store: Store) -> None:
    """Raises ReplacedError when another file stands in the database's place."""
    while True:
        await asyncio.sleep(FILE_SECONDS)
        with suppress(SchemaOutOfDateError):
            try:
                await store.read(check_schema)
            except ReplacedError:
                raise
            except UnavailableError:
                continue


def bolt_app(desk: Desk, settings: Settings) -> AsyncApp:
    """Bolt with every listener; acknowledges when a listener has returned, and asks Slack nothing to authorize."""
    token = settings.slack_bot_token.get_secret_value()

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token, bot_id="B", bot_user_id="U")

    app = AsyncApp(
        name="breach",  # else Bolt reads every file on the stack for one
        authorize=authorize,
        client=desk.slack.client,
        signing_secret=settings.slack_signing_secret.get_secret_value() or None,
        process_before_response=True,
        request_verification_enabled=False,  # the guard has checked the raw bytes already
        raise_error_for_unhandled_request=False,
    )
    app.error(_not_understood)
    boundary = Boundary(desk, actions.tasks.in_list)
    for package in (commands, actions, shortcuts, events):
        package.register(app, boundary)
    return app


async def _not_understood(error: Exception) -> BoltResponse:
    """Bolt could not read a payload, signed though it was: refused, with no word of it in the log."""
    log.warning("payload_not_understood", error=type(error).__name__)
    return BoltResponse(status=400, body="not understood\n")
