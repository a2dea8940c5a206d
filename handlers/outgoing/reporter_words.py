"""What goes between the channel and whoever reported: asked by direct message, and said in the channel."""

from handlers.blocks import actions, button, context, section
from handlers.button_ids import pack_ids
from handlers.outgoing.job import Job, NoChannelError
from handlers.outgoing.messages import direct_message, post
from handlers.render import Mrkdwn, escape, name_of, parts

_LONGEST = 2500


async def post_words(job: Job) -> None:
    """Say in the channel what the reporter was asked, or what the reporter added."""
    told = job.facts.known.get(str(job.row.payload["name"]))
    channel = job.facts.incident.channel
    if channel is None:
        raise NoChannelError
    if told is None or told.value is None:
        return
    words = job.desk.words
    first, *rest = parts(str(told.value["text"]), _LONGEST) or [""]
    kind = "in_channel_asked" if told.value["asked"] else "in_channel_added"
    blocks = [
        section(words.say("reporter", kind, text=first)),
        *(section(Mrkdwn(escape(one))) for one in rest),
        context(words.say("notice", "by", by=name_of(told.by, job.team), at=told.at)),
    ]
    await post(job, channel, job.row.key, words.say("reporter", "fallback", number=job.facts.incident.number), blocks)


async def ask_reporter(job: Job) -> None:
    """Ask the reporter by direct message, with the button that answers."""
    told = job.facts.known.get(str(job.row.payload["name"]))
    if told is None or told.value is None:
        return
    words, incident = job.desk.words, job.facts.incident
    by = name_of(told.by, job.team)
    first, *rest = parts(str(told.value["text"]), _LONGEST) or [""]
    press = button(words.say("reporter", "answer_button"), "reporter_add", pack_ids(incident.id), style="primary")
    blocks = [
        section(words.say("reporter", "asked", number=incident.number, by=by, text=first)),
        *(section(Mrkdwn(escape(one))) for one in rest),
        actions(press, block_id="answer"),
    ]
    await direct_message(job, incident.reporter, words.say("reporter", "fallback", number=incident.number), blocks)
