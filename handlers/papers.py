"""What is said once in the channel and stays: the paper of a determination in its thread, a status update."""

from bot.rules.asking import find
from bot.rules.deciding import stamp
from handlers.job import Job, NotYetError
from handlers.messages import post
from handlers.render import name_of
from handlers.views.paper import paper
from handlers.views.update import update_message

_SOON = 1.0
"""Slack's seconds until the message is looked for again under which a paper stands."""


async def post_paper(job: Job) -> None:
    """Post a paper under its question; not when it is in force no more."""
    question_id, at = str(job.row.payload["question"]), int(str(job.row.payload["at"]))
    made = job.facts.in_force(question_id)
    question = find(question_id, job.desk.situation(job.facts, job.team))
    if made is None or question is None or stamp(made.at) != at:
        return
    thread = job.facts.messages.get(f"decision:{question_id}")
    if thread is None:
        raise NotYetError(job.pace.seconds(_SOON))
    words = job.desk.words
    text = words.say("paper", "fallback", number=job.facts.incident.number)
    blocks = paper(words, job.facts, job.team, question, made)
    await post(job, thread.channel, job.row.key, text, blocks, thread=thread.ts)


async def status_update(job: Job) -> None:
    """Post a status update."""
    told, channel = job.facts.known.get(str(job.row.payload["update"])), job.facts.incident.channel
    if told is None or channel is None:
        return
    by = name_of(told.by, job.team)
    text, blocks = update_message(job.desk.words, job.facts.incident.number, by, told.at, str(told.value))
    await post(job, channel, job.row.key, text, blocks)
