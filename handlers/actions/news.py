"""What changed since somebody last asked, for that person alone."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.rules.news import NEWS
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.news import news_blocks, news_since
from storage import looks, news

_MOST = 30


async def say_news(desk: Desk, request: Request) -> Reply:
    """Press of `news_since`: what changed since this person last pressed it; from now on they know it."""
    known, team = await desk.look(request.ids.incident)
    if known is None or not (team.roles_of(request.user) or request.user == known.incident.reporter):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    incident, now = known.incident, desk.clock.now() + timedelta(milliseconds=1)

    def look(conn: Connection) -> tuple[object, list[news.News]]:
        last = looks.last_look(conn, incident.id, request.user)
        return last, news.news_between(conn, incident.id, NEWS, last or incident.reported_at, now, _MOST)

    last, found = await desk.ask(look)
    lines = news_since(desk.words, desk.situation(known, team), found)
    await desk.store.write(lambda conn: looks.remember_look(conn, incident.id, request.user, now))
    if not lines:
        return Say(text=desk.words.say("news", "nothing" if last else "nothing_first", since=last))
    headline = desk.words.say("news", "since_headline" if last else "first_headline", since=last)
    return Say(text=headline, blocks=news_blocks([Mrkdwn(headline), *lines]))
