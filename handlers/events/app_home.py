"""The App Home: the number to call, the button to report, the reports that one may see."""

from sqlalchemy import Connection

from bot.incident import Incident
from handlers.blocks import actions, button, divider, header, home, section
from handlers.commands.listing import MOST, list_lines
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Nothing, Reply
from handlers.request import Request
from storage import facts


async def opened(desk: Desk, request: Request) -> Reply:
    """Publish the person's App Home, once the event is acknowledged."""
    desk.best_effort(_publish(desk, request.user))
    return Nothing()


async def _publish(desk: Desk, user: str) -> None:
    def ask(conn: Connection) -> list[Incident]:
        everything = bool(facts.team(conn, desk.department).roles_of(user))
        return facts.listed(conn, None if everything else user, MOST + 1)

    found = await desk.ask(ask)
    words = desk.words
    blocks = [
        header(words.say("home", "headline")),
        section(words.say("home", "call_now")),
        actions(button(words.say("home", "report_button"), "open_report", "report", style="primary")),
    ]
    if found:
        blocks += [divider(), section(Mrkdwn("\n".join(list_lines(desk, found))))]
    await desk.slack.call("views.publish", user_id=user, view=home(blocks))
