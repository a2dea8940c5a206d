"""Replacing what the bot posted of a text that was taken out by order."""

from handlers.blocks import context
from handlers.outgoing.job import Job
from handlers.outgoing.messages import direct_channel, find_message


async def expunge(job: Job) -> None:
    """Find each message that said it, by its key, and put a note in its place; what is gone already is left."""
    incident, words = job.facts.incident, job.desk.words
    keys = [str(key) for key in job.row.payload["keys"]] if isinstance(job.row.payload["keys"], (list, tuple)) else []
    places = [place for place in (incident.channel, incident.counsel_channel) if place]
    places.append(await direct_channel(job, incident.reporter))
    text = words.say("expunge", "gone")
    for key in keys:
        for place in places:
            for one in (key, f"moved:{key}"):
                if ts := await find_message(job, place, one):
                    await job.call("chat.update", channel=place, ts=ts, text=text, blocks=[context(text)])
