"""A pack whose parts ask each other in a circle has no answer: found before it is used."""

from collections.abc import Iterator

from bot.condition import Condition, Owed, Reference, leaves
from bot.policy.law import Law

_KINDS = {"step": "step", "taken": "exemption"}


def circles(law: Law) -> Iterator[str]:
    """Each part that leads back to itself, as `step breach`."""
    edges = dict(_edges(law))
    for start in edges:
        seen: set[str] = set()
        ahead = list(edges[start])
        while ahead:
            part = ahead.pop()
            if part == start:
                yield start
                break
            if part not in seen:
                seen.add(part)
                ahead.extend(edges.get(part, ()))


def _edges(law: Law) -> Iterator[tuple[str, list[str]]]:
    owed = [f"obligation {rule.id}" for rule in law.obligations]
    for step in law.steps.values():
        yield f"step {step.id}", _asked(step.when, owed)
    for exemption in law.exemptions.values():
        parts = [exemption.made, *(check.when for check in exemption.checks)]
        yield f"exemption {exemption.id}", [name for part in parts for name in _asked(part, owed)]
    if law.breach is not None:
        names = [f"step {name}" for name in law.breach.steps]
        yield "step breach", names + [f"exemption {name}" for name in law.breach.exemptions]
    for rule in law.obligations:
        names = [f"step {name}" for name in rule.requires] + [f"exemption {name}" for name in rule.exemptions]
        names += [name for ground in rule.grounds for name in _asked(ground.when, owed)]
        if rule.depends_on is not None:
            names.append(f"obligation {rule.depends_on}")
        yield f"obligation {rule.id}", names


def _asked(condition: Condition, owed: list[str]) -> list[str]:
    names: list[str] = []
    for leaf in leaves(condition):
        if isinstance(leaf, Owed):
            names.extend(owed)
        elif isinstance(leaf, Reference) and leaf.kind in _KINDS:
            names.append(f"{_KINDS[leaf.kind]} {leaf.name}")
    return names
