"""A file of a notice: wanted with a button, put into its thread."""

import asyncio

from bot.decision import Refusal
from bot.notice_commands import WantFile
from handlers.actions.notice import pressed_notice
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.notices.extra import DocumentsNotInstalledError
from handlers.notices.files import file_of
from handlers.notices.printed import NotPrintedError
from handlers.render import short
from handlers.replies import Reply, Say
from handlers.request import Request


async def want_file(desk: Desk, request: Request) -> Reply:
    """Press of `notice_file_…`: the file comes into the thread.

    Where it cannot be made, nothing is promised and it can be asked for again.
    """
    found = await pressed_notice(desk, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    _, _, made, kind = found
    draft, version, form = request.ids.names
    if form in kind.formats:
        try:
            await asyncio.to_thread(file_of, made.text, kind, form, desk.department.name)
        except DocumentsNotInstalledError:
            return Say(text=desk.words.say("notice", "no_extra"))
        except NotPrintedError as lacking:
            signs = " ".join(lacking.characters)
            return Say(text=desk.words.say("notice_check", "font_lacks", where="", signs=short(signs, 200)))
    told = await desk.execute(
        WantFile(
            key=request.key,
            actor=request.user,
            incident=request.ids.incident,
            draft=draft,
            version=int(version),
            form=form,
        )
    )
    return say_outcome(desk, told)
