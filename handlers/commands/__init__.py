"""The slash command `/breach`: one file a subcommand. To add one: a file, and a line here."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp

from handlers.boundary import Boundary, Handler
from handlers.commands import decisions, evidence, listing, notice, report, retry, status, update
from handlers.commands.help import answer_unknown, help_text
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request

SUBCOMMANDS: Mapping[str, Handler] = {
    "report": report.report,
    "status": status.status,
    "list": listing.listing,
    "decisions": decisions.decisions,
    "evidence": evidence.evidence,
    "update": update.update,
    "notice": notice.notice,
    "tally": notice.tally,
    "advice": notice.advice,
    "retry": retry.retry,
    "help": help_text,
}


async def breach(desk: Desk, request: Request) -> Reply:
    """Hand over to the subcommand; no word at all is a call for help."""
    word = (request.text.split() or ["help"])[0].lower()
    handler = SUBCOMMANDS.get(word)
    return await handler(desk, request) if handler else answer_unknown(desk, request, SUBCOMMANDS)


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the slash command."""
    app.command("/breach")(boundary.listener(breach))
