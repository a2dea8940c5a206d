"""The surfaces of a notice: its message in the channel, and the parts of its text in the thread."""

import asyncio

from bot.notice.kinds import Kind
from bot.notice_draft import NoticeDraft
from bot.rules.approving import findings
from handlers.blocks import Block
from handlers.outgoing.job import Job
from handlers.render import Mrkdwn
from handlers.views.notice import notice_message, notice_part


async def draw_notice(job: Job, draft: str) -> tuple[Mrkdwn, list[Block]]:
    """`notice:<id>` as it is now. Raises LookupError for a notice that is not there."""
    made, kind = _notice(job, draft)
    found = await asyncio.to_thread(findings, made, kind, job.desk.situation(job.facts, job.team))
    return notice_message(job.desk.words, job.facts, job.team, job.desk.law, made, kind, found)


async def draw_part(job: Job, about: str) -> tuple[Mrkdwn, list[Block]]:
    """`notice_text:<id>:<part>` as it is now. Raises LookupError for a notice that is not there."""
    draft, part = about.split(":")
    made, _ = _notice(job, draft)
    return notice_part(job.desk.words, made, int(part))


def above_part(job: Job, about: str) -> str | None:
    """The notice's own message; None while the part before may still come: who reads a letter reads it in its order."""
    draft, part = about.split(":")
    before = f"notice_text:{draft}:{int(part) - 1}"
    refused = any(trouble.step == f"surface:{before}" for trouble in job.facts.troubles)
    return f"notice:{draft}" if part == "0" or before in job.facts.messages or refused else None


def _notice(job: Job, draft: str) -> tuple[NoticeDraft, Kind]:
    made = job.facts.notice_drafts.get(draft)
    kind = job.desk.law.packs.notices.kinds.get(made.kind) if made else None
    if made is None or kind is None:
        raise LookupError("a surface of a notice that is not there")
    return made, kind
