"""How each provision of the policy and each subsection of a law is carried: by what people do, or by text alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.policy.law import Law
from bot.policy.law_names import parts_of
from bot.policy.proposals import Proposals
from bot.policy.questions import Questions
from bot.policy.schema import Policy, Row

BINDING = ("shall", "must")
"""The verbs of a duty that text alone does not carry."""
TEXT = "text"
REGISTERS: frozenset[str] = frozenset({"evidence"})
"""The registers that this program keeps. What waits for another one is carried by text until it is kept."""
# Parts that a law brings for its own readers rather than to carry a subsection need no line in the coverage.
_MUST_BE_COVERED = ("obligation", "decision", "task", "record", "flag", "standing", "exemption", "reading", "step")
_OF_OBLIGATION = ("notice", "reminder", "closing test")
"""What is owed is drafted, called to mind, and keeps an incident open until it is given or settled."""
_HOW_OF_PART: Mapping[str, str] = {
    "decision": "question",
    "determination": "question",
    "exemption": "question",
    "reading": "question",
    "step": "question",
    "value": "question",
    "flag": "question",
    "task": "task",
    "record": "record",
    "standing": TEXT,
}
_REGISTER = "register "
_HOW_OF_CARRIER: Mapping[str, str] = {
    "fact": "question",
    "record": "record",
    "assessment": "notice",
    "standing": TEXT,
    "outside": TEXT,
}


@dataclass(frozen=True, kw_only=True)
class Covered:
    """One provision or subsection, what carries it (`by`; empty: nothing does), and how.

    `how`: task, question, notice, reminder, closing test, register, record or text. `modal`: the source's own verb,
    where it is a duty. `waits_for`: the registers that would carry it, and that this program does not keep.
    """

    pack: str
    cite: str
    id: str
    by: tuple[str, ...]
    how: tuple[str, ...] = ()
    modal: str | None = None
    waits_for: tuple[str, ...] = ()

    @property
    def only_text(self) -> bool:
        """Whether somebody shall or must do it, and nothing but a text says so."""
        return self.modal in BINDING and bool(self.by) and set(self.how) <= {TEXT}


def cover_policy(policy: Policy, questions: Questions, proposals: Proposals) -> tuple[Covered, ...]:
    """Each row of the policy with what carries it; `questions` and `proposals` say what is tested before closing."""
    tested = {item for test in questions.closing_tests for item in test.items} | {one.row for one in proposals.asked}
    return tuple(
        Covered(
            pack=policy.name,
            cite=row.cite,
            id=row.id,
            by=_carriers(row),
            how=_how_of_row(row, policy, tested),
            modal=row.modal,
            waits_for=_not_kept(_registers(row)),
        )
        for row in policy.rows
    )


def _how_of_row(row: Row, policy: Policy, tested: set[str]) -> tuple[str, ...]:
    test = ("closing test",) if row.id in tested else ()
    if row.kind in ("task", "decision"):
        how = ["task"] if row.kind == "task" else []
        how += ["question"] if row.question is not None else []
        how += ["reminder"] if row.time_word is not None else []
        how += [kept for name in _registers(row) if (kept := _how_of_register(name)) != TEXT]
        return (*how, *test)
    found: list[str] = []
    for carrier in row.carried_by:
        kind, _, name = carrier.partition(" ")
        if kind == "row":
            found.extend(_how_of_row(policy.row(name), policy, tested))
        elif kind == "register":
            found.append(_how_of_register(name))
        else:
            found.append(_HOW_OF_CARRIER[kind])
    return tuple(dict.fromkeys((*found, *test)))


def _registers(row: Row) -> tuple[str, ...]:
    return tuple(one.removeprefix(_REGISTER) for one in row.carried_by if one.startswith(_REGISTER))


def _how_of_register(name: str) -> str:
    return "register" if name in REGISTERS else TEXT


def _not_kept(registers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in registers if name not in REGISTERS))


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
    by += row.carried_by
    return tuple(by)


def cover_law(law: Law) -> tuple[Covered, ...]:
    """Each subsection that the pack lists with its parts, and each part that no subsection names."""
    modals = {f"standing {rule.id}": rule.modal for rule in law.standing}
    registers = {f"standing {rule.id}": rule.register for rule in law.standing if rule.register}
    listed = [
        Covered(
            pack=law.name,
            cite=carrier.cite,
            id="",
            by=carrier.parts or ((carrier.none,) if carrier.none else ()),
            how=tuple(dict.fromkeys(how for part in carrier.parts for how in _how_of_part(part, registers))) or (TEXT,),
            modal=next((modals[part] for part in carrier.parts if modals.get(part)), None),
            waits_for=_not_kept(registers[part] for part in carrier.parts if part in registers),
        )
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


def _how_of_part(part: str, registers: Mapping[str, str]) -> tuple[str, ...]:
    if part in registers:
        return (_how_of_register(registers[part]),)
    kind = part.partition(" ")[0]
    return _OF_OBLIGATION if kind == "obligation" else (_HOW_OF_PART[kind],)


def _used(law: Law) -> set[str]:
    """Steps that an obligation or the breach asks for: they carry what those carry."""
    used = {"breach", *(law.breach.steps if law.breach else ())}
    for rule in law.obligations:
        used.update(rule.requires)
    return used
