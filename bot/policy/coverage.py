"""What carries each provision of the policy and each subsection of a law; and what carries nothing."""

from dataclasses import dataclass

from bot.policy.law import Law
from bot.policy.law_names import parts_of
from bot.policy.schema import Policy, Row

# Parts that a law brings for its own readers rather than to carry a subsection need no line in the coverage.
_MUST_BE_COVERED = ("obligation", "decision", "task", "record", "flag", "standing", "exemption", "reading", "step")


@dataclass(frozen=True, kw_only=True)
class Covered:
    """One provision or subsection, and what carries it. Empty `by`: uncovered."""

    pack: str
    cite: str
    id: str
    by: tuple[str, ...]


def cover_policy(policy: Policy) -> tuple[Covered, ...]:
    """Each row of the policy with what carries it."""
    return tuple(Covered(pack=policy.name, cite=row.cite, id=row.id, by=_carriers(row)) for row in policy.rows)


def _carriers(row: Row) -> tuple[str, ...]:
    if row.kind not in ("task", "decision"):
        return row.carried_by
    when = "every report" if row.when is None else "when its condition holds"
    who = ", ".join(row.bearers)
    by = [f"{row.kind} for {who}, {when}"]
    if row.kind == "task" and row.question is not None:
        by.append(f"decision for {who}")
    if row.time_word is not None:
        by.append(f"timer: {row.time_word}")
    return tuple(by)


def cover_law(law: Law) -> tuple[Covered, ...]:
    """Each subsection that the pack lists with its parts, and each part that no subsection names."""
    listed = [
        Covered(pack=law.name, cite=carrier.cite, id="", by=carrier.parts or ((carrier.none,) if carrier.none else ()))
        for carrier in law.coverage
    ]
    named = {part for carrier in law.coverage for part in carrier.parts}
    stray = [
        Covered(pack=law.name, cite="", id=f"{kind} {name}", by=())
        for kind, names in parts_of(law).items()
        if kind in _MUST_BE_COVERED
        for name in names
        if f"{kind} {name}" not in named and name not in _used(law)
    ]
    return (*listed, *stray)


def _used(law: Law) -> set[str]:
    """Steps that an obligation or the breach asks for: they carry what those carry."""
    used = {"breach", *(law.breach.steps if law.breach else ())}
    for rule in law.obligations:
        used.update(rule.requires)
    return used
