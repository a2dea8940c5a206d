"""The button "My tasks": what is open for the person who asks."""

from bot.rules.duties import list_duties
from bot.visibility import view_of
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.checklist import title_of
from handlers.views.owed import owed_task

_MOST = 10


async def my_tasks(desk: Desk, request: Request) -> Reply:
    """Press of `my_tasks`: the notices that the person's roles owe, then their items, those assigned first.

    What others took is left out.
    """
    known, team = await desk.look(request.ids.incident)
    roles = team.roles_of(request.user)
    if known is None or view_of(request.user, known.incident, team) is None:
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    number = known.incident.number
    mine = [
        item
        for item in known.items
        if item.state == "open" and item.role in roles and item.assignee in (None, request.user)
    ]
    situation = desk.situation(known, team)
    owed = [
        line
        for duty in list_duties(situation)
        if duty.role in roles and (line := owed_task(desk.words, duty, situation))
    ]
    if not mine and not owed:
        return Say(text=desk.words.say("status", "tasks_empty", number=number))
    mine.sort(key=lambda item: item.assignee is None)
    lines = [desk.words.say("status", "tasks_headline", number=number), *owed]
    for item in mine[:_MOST]:
        lines.append(desk.words.say("status", "tasks_line", role=item.role, title=title_of(item), cite=item.cite))
    if len(mine) > _MOST:
        lines.append(desk.words.say("status", "tasks_more", count=len(mine) - _MOST))
    return Say(text=Mrkdwn("\n".join(lines)))
