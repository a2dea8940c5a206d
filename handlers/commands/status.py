"""`/breach status [number]`: how a report stands, as far as the person who asks may know."""

from bot.decision import Refusal
from bot.department import Team
from bot.incident import IncidentFacts
from bot.progress import next_item, progress
from bot.rules.owing import gaps, given_count, owed_notices
from bot.rules.phases import ticked_items
from bot.visibility import view_of
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.card import state_of
from handlers.views.checklist import title_of
from handlers.views.obligation import obligation_name


async def status(desk: Desk, request: Request) -> Reply:
    """The incident of that number, or of this channel; what one may not see does not exist."""
    found = await desk.look_number(request.rest, request, least="reporter", counsels=True)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    everything = view_of(request.user, known.incident, team) == "team"
    return Say(text=status_for_team(desk, known, team) if everything else _for_reporter(desk, known))


def status_for_team(desk: Desk, known: IncidentFacts, team: Team) -> Mrkdwn:
    """How it stands, for the policy's roles."""
    incident = known.incident
    answer = desk.situation(known, team).assessment
    owed, open_gaps = owed_notices(known, desk.law, answer), gaps(known, desk.law, answer)
    ticked = ticked_items(known, desk.law)
    done, total = progress(ticked)
    given = given_count(known)
    done, total = done + given, total + given + len(owed) + len(open_gaps)
    upcoming = next_item(ticked)
    return desk.words.say(
        "status",
        "team",
        number=incident.number,
        state=state_of(desk.words, incident),
        reported_at=incident.reported_at,
        done=done,
        total=total,
        next=f"{desk.words.office(upcoming.role)} · {title_of(upcoming, desk.words)}" if upcoming else None,
        channel=incident.channel,
        breach=desk.words.say("assessment", f"status_{answer.statutory_breach.status}"),
        determined=answer.statutory_breach.settled_by is not None,
        owed=[obligation_name(desk.words, one) for one in owed],
        gaps=[obligation_name(desk.words, one) for one in open_gaps],
    )


def _for_reporter(desk: Desk, known: IncidentFacts) -> Mrkdwn:
    incident = known.incident
    open_ = "next_wait" if incident.called_at else "next_call"
    upcoming = "next_closed" if incident.state == "closed" else open_
    return desk.words.say(
        "status",
        "reporter",
        number=incident.number,
        state=state_of(desk.words, incident),
        reported_at=incident.reported_at,
        next=desk.words.say("status", upcoming),
    )
