"""The App Home of one person: the telephone and the report button, what they owe, the reports that they may see."""

from collections.abc import Sequence
from datetime import date

from bot.assessment.facts import FactErrors
from bot.assessment.result import ObligationAnswer
from bot.duty import Duty
from bot.incident import Incident
from bot.rules.duties import by_urgency, duties_of, holder_of
from bot.rules.owing import owed_notices, target_of
from bot.rules.severity import vote_result
from bot.situation import Situation
from handlers.blocks import Block, actions, button, context, divider, header, home, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words
from handlers.views.duty import duty_row
from handlers.views.obligation import clock_in_words, obligation_name

MOST_DUTIES = 40
MOST_INCIDENTS = 15
"""Reports with a row and a button of their own; the others of the board are lines."""
MOST_REPORTS = 10
_LONGEST_LINES = 2800
_BOARD = ("AI", "CCO")
"""The roles that see the board of all open reports."""


def home_page(words: Words, user: str, open_ones: Sequence[Situation], reported: Sequence[Incident]) -> Block:
    """The page. `open_ones`: every open incident; `reported`: this person's own reports, the newest first."""
    roles = open_ones[0].team.roles_of(user) if open_ones else ()
    blocks = [
        header(words.say("home", "headline")),
        section(words.say("home", "call_now")),
        actions(button(words.say("home", "report_button"), "open_report", "report", style="primary")),
    ]
    mine = home_duties(user, open_ones)
    if roles or mine:
        blocks += _duties(words, user, mine)
    if roles:
        blocks += _incidents(words, user, open_ones, mine, everything=any(role in _BOARD for role in roles))
    if led := [one for one in open_ones if _leads(user, one)]:
        blocks += [divider(), section(words.say("home", "led")), *_lines([_led_line(words, one) for one in led])]
    if reported and not roles:
        lines = [_report_line(words, incident) for incident in reported[:MOST_REPORTS]]
        blocks += [divider(), section(words.say("home", "reports")), *_lines(lines)]
    if roles or reported:
        blocks.append(context(words.say("home", "closed")))
    return home(blocks)


def home_duties(user: str, open_ones: Sequence[Situation]) -> list[tuple[Situation, Duty]]:
    """Everything that the person owes, in all incidents, what is due first in front."""
    found = [(one, duty) for one in open_ones for duty in duties_of(user, one)]
    return sorted(found, key=lambda pair: by_urgency(pair[1], pair[0]))


def _duties(words: Words, user: str, mine: Sequence[tuple[Situation, Duty]]) -> list[Block]:
    blocks = [divider(), section(words.say("home", "mine" if mine else "mine_none", count=len(mine)))]
    for place, (situation, duty) in enumerate(mine[:MOST_DUTIES]):
        blocks.append(duty_row(words, duty, situation, user, block_id=f"duty:{place}", numbered=True))
    if len(mine) > MOST_DUTIES:
        blocks.append(context(words.say("home", "mine_more", count=len(mine) - MOST_DUTIES)))
    return blocks


def _incidents(
    words: Words,
    user: str,
    open_ones: Sequence[Situation],
    mine: Sequence[tuple[Situation, Duty]],
    *,
    everything: bool,
) -> list[Block]:
    """Where the person works, each with its button; for Audits and counsel every open report besides."""
    busy = {situation.facts.incident.id for situation, _ in mine}
    newest = sorted(open_ones, key=lambda one: one.facts.incident.id, reverse=True)
    own = [one for one in newest if one.facts.incident.id in busy or _holds(user, one)]
    blocks: list[Block] = []
    if own:
        blocks += [divider(), section(words.say("home", "incidents"))]
        for one in own[:MOST_INCIDENTS]:
            number = one.facts.incident.id
            press = button(words.say("home", "duties_button"), "my_tasks", pack_ids(number))
            blocks.append(section(_line(words, one), block_id=f"incident:{number}", accessory=press))
    rest = [one for one in (newest if everything else own) if one not in own[:MOST_INCIDENTS]]
    if rest:
        title = words.say("home", "board", count=len(open_ones)) if everything else words.say("home", "incidents")
        blocks += [divider(), section(title), *_lines([_line(words, one) for one in rest])]
    return blocks


def _line(words: Words, one: Situation) -> Mrkdwn:
    """State, severity, verdict, what is owed next, and since when it runs: nothing of what happened."""
    incident = one.facts.incident
    band = vote_result(one.facts, one.law).band
    owed, breach = _owed(one), _verdict(words, one)
    return words.say(
        "home",
        "line",
        number=incident.number,
        state=words.say("card", f"state_{incident.state}"),
        reported_at=incident.reported_at,
        severity=words.say("severity", band) if band else None,
        breach=breach,
        owed=len(owed),
        clock=_clock(words, owed, one),
        channel=incident.channel,
    )


def _led_line(words: Words, one: Situation) -> Mrkdwn:
    """What a leader sees: number, severity, what is owed and the target; nothing else."""
    band, owed = vote_result(one.facts, one.law).band, _owed(one)
    targets = [target for what in owed if (target := target_of(what, one.facts))]
    return words.say(
        "home",
        "led_line",
        number=one.facts.incident.number,
        severity=words.say("severity", band) if band else None,
        owed=[obligation_name(words, what) for what in owed],
        targets=targets,
    )


def _report_line(words: Words, incident: Incident) -> Mrkdwn:
    return words.say(
        "home",
        "report_line",
        number=incident.number,
        state=words.say("card", f"state_{incident.state}"),
        reported_at=incident.reported_at,
        channel=incident.channel,
    )


def _clock(words: Words, owed: Sequence[ObligationAnswer], one: Situation) -> Mrkdwn | None:
    """What runs out first, else what the law wants soonest."""
    if not owed:
        return None
    dated = [what for what in owed if what.due is not None]
    if dated:
        first = min(dated, key=lambda what: str(what.due))
        if not isinstance(first.due, date) or hasattr(first.due, "timestamp"):
            return words.say("home", "clock_limit", what=obligation_name(words, first), limit=first.due)
        return words.say("home", "clock_word", what=obligation_name(words, first), word=None, target=first.due)
    first = owed[0]
    word, target = clock_in_words(words, first), target_of(first, one.facts)
    return words.say("home", "clock_word", what=obligation_name(words, first), word=word, target=target)


def _verdict(words: Words, one: Situation) -> Mrkdwn | None:
    try:
        return words.say("assessment", f"status_{one.assessment.statutory_breach.status}")
    except FactErrors:  # facts that an older version took; the assessment card says so
        return None


def _owed(one: Situation) -> list[ObligationAnswer]:
    try:
        return owed_notices(one.facts, one.law, one.assessment)
    except FactErrors:
        return []


def _leads(user: str, one: Situation) -> bool:
    office = one.team.department.office(one.facts.incident.office)
    return bool(office and office.leader and one.team.person(office.leader).user == user)


def _holds(user: str, one: Situation) -> bool:
    return any(holder_of(role, one.facts, one.team) == user for role in one.facts.holders)


def _lines(lines: Sequence[Mrkdwn]) -> list[Block]:
    """The lines in as few blocks as they fit into, each line whole."""
    found: list[str] = [""]
    for line in lines:
        if found[-1] and len(found[-1]) + len(line) + 1 > _LONGEST_LINES:
            found.append("")
        found[-1] += f"\n{line}" if found[-1] else line
    return [section(Mrkdwn(text)) for text in found if text]
