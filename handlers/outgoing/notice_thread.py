"""What is said once about notices: what changed in a text, a file of it, the call center's day."""

import asyncio

from bot.incident import Message
from handlers.blocks import Block, context, section
from handlers.notices.extra import DocumentsNotInstalledError
from handlers.notices.files import file_of
from handlers.notices.printed import NotPrintedError
from handlers.outgoing.job import Job, NotYetError
from handlers.outgoing.messages import post
from handlers.render import Mrkdwn, escape, joined, name_of, parts, short
from handlers.views.notice_diff import diff_lines
from storage import notice_drafts

_SOON = 1.0
"""Slack's seconds until the message is looked for again under which another one stands."""
_LONGEST = 2500


async def post_diff(job: Job) -> None:
    """Show what a new version changed, in the notice's thread."""
    draft, version = str(job.row.payload["artefact"]), int(str(job.row.payload["version"]))
    made = job.facts.notice_drafts.get(draft)
    before, after = await _text(job, draft, version - 1), await _text(job, draft, version)
    if made is None or before is None or after is None:
        return
    words = job.desk.words
    lines = await asyncio.to_thread(diff_lines, words, before, after)
    shown = joined(lines, _LONGEST) if lines else words.say("notice", "diff_none")
    if shown.count("\n") + 1 < len(lines):
        shown = Mrkdwn(f"{shown}\n{words.say('notice', 'diff_cut')}")
    author = made.authors[version - 1] if version <= len(made.authors) else made.author
    text = words.say("notice", "diff", version=version, by=name_of(author, job.team), lines=shown)
    fallback = words.say("notice", "diff_fallback", version=version)  # a locked screen shows it
    await _under(job, f"notice:{draft}", fallback, [section(text)])


async def upload_file(job: Job) -> None:
    """Put a file of the notice's present text into its thread; not when the text has changed since it was wanted."""
    draft, form = str(job.row.payload["artefact"]), str(job.row.payload["form"])
    made = job.facts.notice_drafts.get(draft)
    kind = job.desk.law.packs.notices.kinds.get(made.kind) if made else None
    above = job.facts.messages.get(f"notice:{draft}")
    if made is None or kind is None or made.version != int(str(job.row.payload["version"])):
        return
    if above is None:
        raise NotYetError(job.pace.seconds(_SOON))
    try:
        file = await asyncio.to_thread(file_of, made.text, kind, form, job.desk.department.name)
    except NotPrintedError as lacking:
        signs = short(" ".join(lacking.characters), 200)
        text = job.desk.words.say("notice_check", "font_lacks", where="", signs=signs)
        await _under(job, f"notice:{draft}", text, [context(text)])
        return
    except DocumentsNotInstalledError:
        text = job.desk.words.say("notice", "no_extra")
        await _under(job, f"notice:{draft}", text, [context(text)])
        return
    bound = made.approval.hashes.get(form) if made.approval else file.sha256
    if bound not in (None, file.sha256):
        words = job.desk.words
        text = words.say("notice", "file_differs", form=words.say("notice", f"file_{form}"), sha=bound[:12])
        await _under(job, f"notice:{draft}", text, [context(text)])
        return
    name = f"{job.facts.incident.number}-{made.id}-v{made.version}.{file.name.rpartition('.')[2]}"
    if job.repeated and await _stands(job, above, name):
        return
    place = await job.call("files.getUploadURLExternal", filename=name, length=len(file.content))
    await job.desk.slack.put(str(place["upload_url"]), file.content)
    files = [{"id": place["file_id"], "title": name}]
    unbound = job.desk.words.say("notice", "file_unbound", form=job.desk.words.say("notice", f"file_{form}"))
    comment = {"initial_comment": unbound} if bound is None else {}
    await job.call("files.completeUploadExternal", files=files, channel_id=above.channel, thread_ts=above.ts, **comment)


async def post_tally(job: Job) -> None:
    """Post what the call center heard."""
    told = job.facts.known.get(str(job.row.payload["name"]))
    channel = job.facts.incident.channel
    if told is None or told.value is None or channel is None:
        return
    words = job.desk.words
    asked, *rest = parts(str(told.value["asked"] or ""), _LONGEST) or [""]
    text = words.say("notice", "tally", calls=told.value["calls"], asked=asked)
    by = context(words.say("notice", "by", by=name_of(told.by, job.team), at=told.at))
    fallback = words.say("notice", "tally_fallback", number=job.facts.incident.number)
    await post(job, channel, job.row.key, fallback, [section(text), *_more(rest), by])


def _more(rest: list[str]) -> list[Block]:
    """What did not fit into the first section; Slack counts 3,000 characters once `&`, `<` and `>` are escaped."""
    return [section(Mrkdwn(escape(one))) for one in rest]


async def _stands(job: Job, above: Message, name: str) -> bool:
    """Whether an earlier try left the file in the thread."""
    page = await job.call("conversations.replies", channel=above.channel, ts=above.ts, limit=200)
    return any(file.get("name") == name for message in page["messages"] for file in message.get("files") or ())


async def _text(job: Job, draft: str, version: int) -> str | None:
    incident = job.facts.incident.id
    return await job.desk.ask(lambda conn: notice_drafts.version_text(conn, incident, draft, version))


async def _under(job: Job, surface: str, text: Mrkdwn, blocks: list[Block]) -> None:
    above = job.facts.messages.get(surface)
    if above is None:
        raise NotYetError(job.pace.seconds(_SOON))
    await post(job, above.channel, job.row.key, text, blocks, thread=above.ts)
