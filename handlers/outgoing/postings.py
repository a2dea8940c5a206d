"""What is said once in the channel and stays: the record of a determination in its thread, a status update."""

from datetime import UTC, datetime

from bot.rules.counsel_room import is_counsels_own
from bot.rules.news import COLLECTED, NEWS
from bot.rules.questions import find_question
from bot.rules.record_text import record_stamp
from handlers.blocks import section
from handlers.outgoing.counsel_room import post_privileged
from handlers.outgoing.job import Job, NotYetError
from handlers.outgoing.messages import post, thread_of
from handlers.outgoing.surfaces import surface_of
from handlers.render import name_of
from handlers.views.determination_record import determination_record
from handlers.views.news import news_line
from handlers.views.update import update_message
from storage import news

_MOST_NEWS = 20
_SOON = 1.0
"""Slack's seconds until the message is looked for again under which a determination record stands."""


async def post_determination_record(job: Job) -> None:
    """Post a determination record under its question, counsel's own in its room; not one that is in force no more."""
    question_id, at = str(job.row.payload["question"]), int(str(job.row.payload["at"]))
    made = job.facts.in_force(question_id)
    question = find_question(question_id, job.desk.situation(job.facts, job.team))
    if made is None or question is None or record_stamp(made.at) != at:
        return
    words = job.desk.words
    text = words.say("determination_record", "fallback", number=job.facts.incident.number)
    blocks = determination_record(words, job.facts, job.team, question, made)
    if is_counsels_own(question, job.team):
        await post_privileged(job, text, blocks)
        return
    thread = job.facts.messages.get(f"decision:{question_id}")
    if thread is None:
        raise NotYetError(job.pace.seconds(_SOON))
    under = thread_of(job, *surface_of(f"decision:{question_id}")) or thread.ts
    await post(job, thread.channel, job.row.key, text, blocks, thread=under)


async def post_status_update(job: Job) -> None:
    """Post a status update."""
    told, channel = job.facts.known.get(str(job.row.payload["update"])), job.facts.incident.channel
    if told is None or told.value is None or channel is None:
        return
    by = name_of(told.by, job.team)
    text, blocks = update_message(job.desk.words, job.facts.incident.number, by, told.at, str(told.value))
    await post(job, channel, job.row.key, text, blocks)


async def post_news(job: Job) -> None:
    """Say what changed within a minute, in one message at the channel's foot; what it says is read off the log."""
    channel = job.facts.incident.channel
    if channel is None:
        return
    since = datetime.fromtimestamp(int(str(job.row.payload["from"])), UTC)
    incident = job.facts.incident.id
    found = await job.desk.ask(
        lambda conn: news.news_between(conn, incident, NEWS, since, since + COLLECTED, _MOST_NEWS)
    )
    words, situation = job.desk.words, job.desk.situation(job.facts, job.team)
    line = news_line(words, situation, found)
    if line is None:
        return
    text = words.say("news", "fallback", number=job.facts.incident.number)
    await post(job, channel, job.row.key, text, [section(line)])
