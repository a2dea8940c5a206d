"""The surfaces of a notice: its message in the channel, and the parts of its text in the thread."""

import asyncio

from bot.rules.approving import findings
from handlers.blocks import Block
from handlers.outgoing.job import Job
from handlers.render import Mrkdwn
from handlers.views.notice import notice_message, notice_part


async def notice_surface(job: Job, surface: str) -> tuple[Mrkdwn, list[Block]]:
    """`notice:<id>` or `notice_text:<id>:<part>` as it is now. Raises LookupError for a notice that is not there."""
    words, law = job.desk.words, job.desk.law
    name, draft, *part = surface.split(":")
    made = job.facts.notice_drafts.get(draft)
    kind = law.packs.notices.kinds.get(made.kind) if made else None
    if made is None or kind is None:
        raise LookupError("a surface of a notice that is not there")
    if name == "notice_text":
        return notice_part(words, made, int(part[0]))
    found = await asyncio.to_thread(findings, made, kind, job.desk.situation(job.facts, job.team))
    return notice_message(words, job.facts, job.team, law, made, kind, found)
