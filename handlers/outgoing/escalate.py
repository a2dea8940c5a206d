"""Out of band: an unclaimed role goes out by e-mail, SMS or pager. Number and link, never a word of what happened.

The addresses are secrets (they carry tokens), so they stand in a file of their own: role -> list of apprise addresses.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from bot.commands import OutOfBandTried
from bot.department import TEAM_ROLES
from bot.policy.fields import Fields
from bot.policy.source import Faults, Located, PackErrors, parse
from bot.rules.duties import holder_of
from handlers.outgoing.job import Job
from handlers.secret_file import SecretFileError, read_secret_file
from handlers.settings import BadSettingsError

Addresses = Mapping[str, tuple[str, ...]]


def read_addresses(path: Path | None) -> Addresses:
    """The addresses of `BREACH_ESCALATE_FILE`. Raises BadSettingsError, PackErrors (file, line, key, no address)."""
    if path is None:
        return {}
    faults = Faults(file=path.name)
    try:
        text = read_secret_file(path)
    except SecretFileError as error:
        raise BadSettingsError(f"BREACH_ESCALATE_FILE: {error}") from None
    fields = Fields(parse(text, faults) or Located(value={}, line=1), "", faults)
    found = {role: fields.words(role) for role in TEAM_ROLES if fields.has(role)}
    fields.close()
    if found and find_spec("apprise") is None:
        faults.add(1, "", "needs the extra: pip install 'breach-bot[escalate]'")
    if found and not faults.found:
        import apprise

        for role, addresses in found.items():
            for place, address in enumerate(addresses):
                if not apprise.Apprise().add(address):
                    faults.add(1, f"{role}[{place}]", "is not an address that apprise knows")
    if faults.found:
        raise PackErrors(faults.found)
    return found


async def out_of_band(job: Job) -> OutOfBandTried | None:
    """Send number and link to the role's addresses, unless somebody has taken the role meanwhile."""
    role, incident = str(job.row.payload["role"]), job.facts.incident
    if incident.state == "closed" or holder_of(role, job.facts, job.team):
        return None
    addresses = job.desk.addresses.get(role, ())
    if not addresses:
        return OutOfBandTried(key=job.row.key, incident=incident.id, role=role, outcome="not_configured")
    import apprise

    card = job.facts.messages.get("card")
    link = ""
    if card:
        link = str((await job.call("chat.getPermalink", channel=card.channel, message_ts=card.ts))["permalink"])
    words = job.desk.words
    service = apprise.Apprise()
    for address in addresses:
        service.add(address)
    sent = await service.async_notify(
        title=str(words.say("out_of_band", "subject", number=incident.number)),
        body=str(words.say("out_of_band", "body", number=incident.number, link=link)),
    )
    outcome: Literal["sent", "refused"] = "sent" if sent else "refused"
    return OutOfBandTried(key=job.row.key, incident=incident.id, role=role, outcome=outcome)
