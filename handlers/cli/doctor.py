"""`breach doctor`: is everything in place? Settings, department, policy, database, token, scopes, people."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from handlers.cli.mistakes import mistakes

if TYPE_CHECKING:
    from handlers.slack_api import SlackApi


def doctor() -> None:
    """Check the set-up, a line each. Exit code 0 when all is well, 1 when something is not."""
    with mistakes():
        raise SystemExit(asyncio.run(_doctor()))


async def _doctor() -> int:
    ill = 0
    async for well, line in _findings():
        print(("ok    " if well else "WRONG ") + line)
        ill += not well
    return 1 if ill else 0


async def _findings() -> AsyncIterator[tuple[bool, str]]:
    from handlers.app import read_department, read_law, read_notices
    from handlers.escalate import read_addresses
    from handlers.settings import read_settings
    from handlers.slack_api import SlackApi, SlackRefusedError
    from storage.engine import probe, unchecked_store

    settings = read_settings()
    department = read_department(settings)
    yield True, f"department: {department.name}, {len(department.refs())} people, {len(department.offices)} offices"
    law = read_law(department)
    packs = law.packs
    read_notices(settings, law)
    yield True, f"policy {packs.policy.version}: {len(packs.policy.rows)} rows, and the reminders' cadences"
    yield True, f"law packs: {', '.join(department.packs) or 'none enabled'}"
    own = f", with the words of {settings.breach_notices}" if settings.breach_notices else ""
    yield True, f"notices: {len(packs.notices.kinds)} kinds{own}"
    addresses = read_addresses(settings.breach_escalate_file)
    yield True, f"out of band: {', '.join(addresses) or 'not set up'}"
    store = unchecked_store(settings.breach_database_url)
    try:
        trouble = await probe(store)
    finally:
        await store.close()
    yield trouble is None, f"database: {trouble or 'answers, schema current'}"
    slack = SlackApi(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, settings.call_seconds())
    try:
        me = await slack.client.auth_test()
        yield True, f"token: {me['user']} in {me['team']}"
        given = {scope.strip() for scope in me.headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
        missing = sorted(_scopes() - given)
        if given:
            yield not missing, f"scopes: {'all there' if not missing else 'missing ' + ', '.join(missing)}"
        for code, role in department.roles.items():
            for ref in role.members:
                yield await _person(slack, code, ref)
            if not role.members:
                yield False, f"{code}: nobody holds it"
    except SlackRefusedError as refused:
        yield False, f"Slack: {refused}"
    except Exception as error:  # whatever keeps Slack away is what a doctor should say
        yield False, f"Slack: {type(error).__name__}"
    finally:
        await slack.close()


async def _person(slack: "SlackApi", code: str, ref: str) -> tuple[bool, str]:
    from handlers.slack_api import SlackRefusedError

    try:
        if "@" in ref:
            user = (await slack.call("users.lookupByEmail", email=ref))["user"]
        else:
            user = (await slack.call("users.info", user=ref))["user"]
    except SlackRefusedError as refused:
        return False, f"{code}: {ref}: {refused.error}"
    if user.get("deleted") or user.get("is_restricted"):
        return False, f"{code}: {ref}: {'deactivated' if user.get('deleted') else 'a guest'}"
    return True, f"{code}: {ref}"


def _scopes() -> set[str]:
    import yaml

    manifest = Path(__file__).parent.parent.parent / "app.yaml"
    if not manifest.exists():
        return set()
    return set(yaml.safe_load(manifest.read_text())["oauth_config"]["scopes"]["bot"])
