"""What `breach doctor` asks Slack: each token, the workspace, the scopes, the clock, every person."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError

from bot.department import Department
from handlers.settings import Settings
from handlers.slack_api import OPERATOR, SlackApi, SlackRefusedError

MANIFEST = Path(__file__).parent.parent.parent / "app.yaml"


async def examine_slack(
    settings: Settings, department: Department | None, team: str | None
) -> AsyncIterator[tuple[bool, str]]:
    """A line for each thing. `team`: the workspace that the database belongs to, when it is known."""
    slack = SlackApi(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, settings.call_seconds())
    try:
        if settings.slack_bot_token.get_secret_value():
            async for finding in _bot_token(slack, settings, department, team):
                yield finding
        if settings.slack_app_token.get_secret_value():
            yield await _app_token(slack, settings)
        if slack.skew.is_off:
            yield False, f"clock: {round(slack.skew.seconds or 0)} seconds off Slack's; over 300, Slack is not believed"
        elif slack.skew.seconds is not None:
            yield True, "clock: agrees with Slack's"
    finally:
        await slack.close()


async def _bot_token(
    slack: SlackApi, settings: Settings, department: Department | None, team: str | None
) -> AsyncIterator[tuple[bool, str]]:
    try:
        me = await slack.client.auth_test()
    except SlackApiError as refused:
        error = str(refused.response.get("error") or "no answer")
        yield (
            False,
            f"Slack: refuses SLACK_BOT_TOKEN ({error}); copy it again from the app's page"
            if error in OPERATOR
            else f"Slack: {error}",
        )
        return
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        yield False, f"Slack: no answer from {settings.slack_api_url}; is it reachable from this machine?"
        return
    slack.skew.note_date(next((value for name, value in me.headers.items() if name.lower() == "date"), None))
    yield True, f"token: {me['user']} in {me['team']}"
    if team and team != me["team_id"]:
        yield False, f"workspace: the token is of {me['team_id']}, but the database belongs to {team}"
    given = {scope.strip() for scope in me.headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    missing = sorted(_scopes() - given)
    if given:
        told = "all there" if not missing else f"missing {', '.join(missing)}; add them and install the app again"
        yield not missing, f"scopes: {told}"
    for code, role in department.roles.items() if department else ():
        for ref in role.members:
            yield await _person(slack, code, ref)
        if role.usergroup:
            yield await _group(slack, code, role.usergroup)
        if not role.members and not role.usergroup:
            yield False, f"{code}: nobody holds it"


async def _app_token(slack: SlackApi, settings: Settings) -> tuple[bool, str]:
    """Whether Slack gives an address for it; the address is let go unused."""
    try:
        await slack.client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refused:
        error = str(refused.response.get("error") or "no answer")
        return False, f"app token: Slack refuses SLACK_APP_TOKEN ({error}); it needs the scope connections:write"
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return False, f"app token: no answer from {settings.slack_api_url}"
    return True, "app token: Slack gives an address for Socket Mode"


async def _person(slack: SlackApi, code: str, ref: str) -> tuple[bool, str]:
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


async def _group(slack: SlackApi, code: str, group: str) -> tuple[bool, str]:
    try:
        users = (await slack.call("usergroups.users.list", usergroup=group))["users"]
    except SlackRefusedError as refused:
        return False, f"{code}: group {group}: {refused.error}"
    return bool(users), f"{code}: group {group}: {len(users)} people"


def _scopes() -> set[str]:
    if not MANIFEST.exists():
        return set()
    return set(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
