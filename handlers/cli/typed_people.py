"""People by state in a file of facts, written as people write them: `residents: 1,200 Missouri, Kansas 13`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from handlers.cli.facts_file import line_of, stop

if TYPE_CHECKING:
    from bot.policy.load import Packs
    from bot.policy.source import Located


def understand_people(
    given: Any, node: "Located | None", file: str, packs: "Packs", enabled: Sequence[str], zone: str
) -> Any:
    """The facts with `residents` as a map of states, and a line on standard error that says how it was understood.

    A map stays as it is: the facts take two-letter states and whole numbers, or some.
    """
    text = given.get("residents") if isinstance(given, dict) else None
    if isinstance(text, bool) or not isinstance(text, int | str):
        return given
    from bot.department import Department, ReportLine
    from bot.rulebook import Rulebook
    from handlers.boundary import plain_of
    from handlers.render import Words
    from handlers.residents import residents_in_words, residents_wrong, typed_residents

    report_line = ReportLine(office="", phone="")
    department = Department(name="", timezone=zone, report_line=report_line, roles={}, packs=tuple(enabled))
    words, law = Words(department), Rulebook(packs=packs, department=department)
    found = typed_residents(law, str(text))
    if wrong := residents_wrong(words, law, found):
        stop(f"{file}:{line_of(node, 'residents')}: residents: {wrong}")
    counts = plain_of(residents_in_words(words, found.counts))
    print(f"breach: residents: understood as {counts}", file=sys.stderr)
    return {**given, "residents": dict(found.counts)}
