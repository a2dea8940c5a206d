"""The phases of an incident as data: which list each duty stands on, in which order, and when the list appears.

Configuration, not policy (`bot/policy/phases.yaml`).
"""

from dataclasses import dataclass
from datetime import timedelta

SIGNS = ("opening", "facts_recorded", "notice_owed", "earlier_settled")
"""What makes a phase begin."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A duty on a list: the policy's row or the question, its short name, and what its button says."""

    of: str
    name: str
    press: str


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A part of the work with its list. `after`: since the report, when the list appears anyway."""

    id: str
    title: str
    begins: tuple[str, ...]
    lines: tuple[Line, ...]
    after: timedelta | None = None
    waits: bool = False
    """Nobody is asked for its lines before it begins."""

    @property
    def surface(self) -> str:
        """The message that shows its list."""
        return f"phase:{self.id}"

    def place(self, duty: str) -> int:
        """Where a duty stands on the list; after all that are named when it is not."""
        named = origin_of(duty)
        return next((place for place, line in enumerate(self.lines) if line.of == named), len(self.lines))


@dataclass(frozen=True, kw_only=True)
class Phases:
    """All of them, in their order, and the standing duties, which nobody ticks (id and what is said of it)."""

    phases: tuple[Phase, ...]
    standing: tuple[Line, ...]
    others: str

    def phase_of(self, duty: str) -> Phase:
        """The phase of a checklist line or a question; one that is named nowhere is of the configured phase."""
        named = origin_of(duty)
        found = (phase for phase in self.phases if any(line.of == named for line in phase.lines))
        return next(found, next(phase for phase in self.phases if phase.id == self.others))

    def line_of(self, duty: str) -> Line | None:
        """The short words of a checklist line or a question, if it has some of its own."""
        if "/" in duty:  # a follow-up has its own title
            return None
        return next((line for line in self.phase_of(duty).lines if line.of == origin_of(duty)), None)

    def is_standing(self, duty: str) -> bool:
        """Whether it goes on all along: shown, never ticked, no hindrance to closing."""
        return any(line.of == duty for line in self.standing)


def origin_of(duty: str) -> str:
    """The row or question behind a duty: of a follow-up the question, of a law's question its pattern."""
    return duty.partition("/")[0].partition(":")[0]
