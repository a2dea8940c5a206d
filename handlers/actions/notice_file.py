"""A file of a notice: wanted with a button, put into its thread."""

from bot.notice_commands import WantFile
from handlers.boundary import sentence
from handlers.desk import Desk
from handlers.replies import Reply, Say
from handlers.request import Request


async def wanted(desk: Desk, request: Request) -> Reply:
    """Ask for the file."""
    incident, artefact, version, form = request.pressed.split("|")
    told = await desk.execute(
        WantFile(
            key=request.key,
            actor=request.user,
            incident=int(incident),
            artefact=artefact,
            version=int(version),
            form=form,
        )
    )
    return Say(text=sentence(desk, told))
