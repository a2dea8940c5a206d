"""Reading `phases.yaml`: every task and decision of the policy, and every question, in exactly one phase."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from bot.phases import SIGNS, Line, Phase, Phases
from bot.policy.fields import Fields

_LONGEST_NAME, _LONGEST_PRESS = 40, 24
"""Characters that a phone shows in one line, and on one button beside it."""


def read_phases(fields: Fields, duties: Collection[str]) -> Phases:
    """The phases. `duties`: what has to stand in exactly one of them. Faults go to the file's faults."""
    fields.text("label")
    standing = tuple(_read_line(item, duties, pressed=False) for item in fields.items("standing"))
    phases = tuple(_read_phase(item, duties) for item in fields.items("phases"))
    found = Phases(
        phases=phases,
        standing=standing,
        others=fields.word("others", [phase.id for phase in phases]),
    )
    fields.close()
    lists = (standing, *(phase.lines for phase in phases))
    times = Counter(line.of for lines in lists for line in lines)
    for duty in sorted(duties):
        if times[duty] != 1:
            fields.fault("phases", f"{duty} stands in {times[duty]} phases; it belongs in exactly one")
    return found


def _read_phase(item: Fields, duties: Collection[str]) -> Phase:
    after = item.whole("after") if item.has("after") else None
    phase = Phase(
        id=item.text("id"),
        title=item.text("title"),
        begins=item.words("begins", SIGNS),
        lines=tuple(_read_line(line, duties, pressed=True) for line in item.items("lines")),
        after=timedelta(minutes=after) if after is not None else None,
        waits=item.flag("waits"),
    )
    item.close()
    return phase


def _read_line(item: Fields, duties: Collection[str], *, pressed: bool) -> Line:
    line = Line(of=item.word("of", duties), name=item.text("name"), press=item.text("press") if pressed else "")
    if len(line.name) > _LONGEST_NAME:
        item.fault("name", f"is longer than {_LONGEST_NAME} characters, the most that a phone shows in a line")
    if len(line.press) > _LONGEST_PRESS:
        item.fault("press", f"is longer than {_LONGEST_PRESS} characters, the most that a phone shows on a button")
    item.close()
    return line
