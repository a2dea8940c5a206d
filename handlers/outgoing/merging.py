"""A report that goes on in another incident: its words are brought there, and said there."""

from bot.way_out_commands import TakeDuplicate
from handlers.outgoing.job import Job, NoChannelError
from handlers.outgoing.messages import post
from handlers.views.way_out import duplicate_message
from storage import facts


async def merge(job: Job) -> TakeDuplicate | None:
    """Bring a report's words into the incident in which it goes on, or take them back; Slack is not asked."""
    incident = job.facts.incident
    wanted = str(job.row.payload["other"])
    other = await job.desk.ask(lambda conn: facts.by_number(conn, wanted))
    if other is None:
        return None
    made = job.facts.in_force("way_out")
    return TakeDuplicate(
        key=job.row.key,
        incident=other,
        number=incident.number,
        by=made.by if made else "bot",
        what=incident.what,
        undone=bool(job.row.payload["undone"]),
    )


async def tell_duplicate(job: Job) -> None:
    """Say in the channel that another report is this incident, or is not after all."""
    channel = job.facts.incident.channel
    if channel is None:
        raise NoChannelError
    told = job.facts.known.get(str(job.row.payload["name"]))
    undone = bool(job.row.payload["undone"])
    if not undone and (told is None or told.value is None):
        return
    what = None if undone or told is None else str(told.value["what"])
    words = job.desk.words
    text, blocks = duplicate_message(words, job.facts.incident.number, str(job.row.payload["other"]), what)
    await post(job, channel, job.row.key, text, blocks)
