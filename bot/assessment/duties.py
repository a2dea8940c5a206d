"""Tasks, decisions, records and flags that the policy's rows and the laws' own rules ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.assessment.clocks import Clockwork, deadline
from bot.assessment.combinations import Node
from bot.assessment.judgement import Judgement
from bot.assessment.nodes import local_day
from bot.assessment.prepared import EACH, PreparedLaw, Rules, row_task
from bot.assessment.result import DecisionAnswer, FlagAnswer, Reason, RecordAnswer, TaskAnswer, Unsettled
from bot.calendars import add_years
from bot.kleene import Kleene
from bot.policy.schema import Row


@dataclass(frozen=True, kw_only=True)
class Duties:
    """Everything to do, to decide and to keep; and what is still open for want of facts."""

    decisions: tuple[DecisionAnswer, ...]
    tasks: tuple[TaskAnswer, ...]
    unsettled: tuple[Unsettled, ...]
    records: tuple[RecordAnswer, ...]


class PolicyKnowledge:
    """What the policy's rows ask: facts, and the obligations of every enabled law."""

    def __init__(self, known: Mapping[str, Any], statuses: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self.known = known
        self._statuses = statuses

    def owed(self, statuses: tuple[str, ...]) -> Kleene:
        """Whether some obligation has one of the statuses."""
        found = [status for status, _ in self._statuses]
        if any(status in statuses for status in found):
            return True
        return None if "unresolved" in found else False

    def owed_needs(self, statuses: tuple[str, ...], out: list[str]) -> None:
        """Adds what the open obligations need."""
        for status, needs in self._statuses:
            if status == "unresolved":
                out.extend(needs)

    def step(self, name: str) -> Kleene:
        """Rows have no steps; the loader refuses them."""
        raise KeyError(name)

    def taken(self, name: str) -> Kleene:
        """Rows have no exemptions; the loader refuses them."""
        raise KeyError(name)

    def reading(self, name: str) -> bool:
        """Rows have no readings; the loader refuses them."""
        raise KeyError(name)

    def step_needs(self, name: str, out: list[str]) -> None:
        """Rows have no steps."""
        raise KeyError(name)

    def taken_needs(self, name: str, out: list[str]) -> None:
        """Rows have no exemptions."""
        raise KeyError(name)


def needs_of(node: Node, knowledge: PolicyKnowledge | Judgement) -> tuple[str, ...]:
    """The facts that keep a node open, each once."""
    out: list[str] = []
    node.needs(knowledge, out)
    return tuple(dict.fromkeys(out))


def duties(rules: Rules, knowledge: PolicyKnowledge, judgements: tuple[Judgement, ...]) -> Duties:
    """The duties of the policy and then of each law, in the order of their packs."""
    decisions: list[DecisionAnswer] = []
    tasks: list[TaskAnswer] = []
    unsettled: list[Unsettled] = []
    records: list[RecordAnswer] = []
    for group in rules.rows:
        node = group.node
        value = True if node is None else node.value(knowledge)
        if value is True:
            decisions.extend(group.decisions)
            tasks.extend(group.tasks if group.each is None else _each_subject(group.each, knowledge.known))
        elif value is None and node is not None:
            needs = needs_of(node, knowledge)
            unsettled.extend(Unsettled(id=row.id, kind=row.kind, needs=needs) for row in group.rows)
    for judged in judgements:
        _law_duties(judged, rules, decisions, tasks, unsettled, records)
    return Duties(decisions=tuple(decisions), tasks=tuple(tasks), unsettled=tuple(unsettled), records=tuple(records))


def _each_subject(row: Row, known: Mapping[str, Any]) -> Iterator[TaskAnswer]:
    # The duty stands also while nobody is named.
    for subject in known.get(EACH[row.for_each or ""]) or (None,):
        yield row_task(row, subject)


def _law_duties(
    judged: Judgement,
    rules: Rules,
    decisions: list[DecisionAnswer],
    tasks: list[TaskAnswer],
    unsettled: list[Unsettled],
    records: list[RecordAnswer],
) -> None:
    for rule, node in judged.prepared.decisions:
        if _settled(rule.id, "decision", node, judged, unsettled):
            decisions.append(
                DecisionAnswer(
                    id=rule.id,
                    question=rule.question,
                    roles=rule.roles,
                    guidance=rule.guidance,
                    cite=rule.origin.cite,
                )
            )
    for task, node in judged.prepared.tasks:
        if _settled(task.id, "task", node, judged, unsettled):
            tasks.append(
                TaskAnswer(
                    id=task.id,
                    role=task.role,
                    modal=task.modal,
                    time_word=task.time_word,
                    for_each=None,
                    title=task.title,
                    cite=task.origin.cite,
                )
            )
    for record, node in judged.prepared.records:
        if _settled(record.id, "record", node, judged, unsettled):
            since, years = judged.known.get(record.since), judged.prepared.amounts[record.years]
            until = None
            if since is not None and years is not None:
                until = add_years(local_day(since, rules.zone), int(years))
            records.append(RecordAnswer(id=record.id, keep_until=until, cite=record.origin.cite))


def _settled(rule_id: str, kind: str, node: Node, judged: Judgement, unsettled: list[Unsettled]) -> bool:
    value = node.value(judged)
    if value is None:
        unsettled.append(Unsettled(id=rule_id, kind=kind, needs=needs_of(node, judged)))
    return value is True


def flag_answers(
    federal: PreparedLaw | None, enabled: tuple[str, ...], judged: Judgement | None, work: Clockwork
) -> tuple[FlagAnswer, ...]:
    """The enabled flags whose kind of data is there, or may be."""
    if federal is None or judged is None:
        return ()
    data = judged.known.get("federal_data")
    answers: list[FlagAnswer] = []
    for flag in federal.law.flags:
        if flag.id not in enabled or (data is not None and flag.data not in data):
            continue
        if data is None:
            reason = Reason(cite=flag.origin.cite, text=flag.unknown)
            answers.append(
                FlagAnswer(id=flag.id, status="unresolved", due=None, reasons=(reason,), needs=("federal_data",))
            )
            continue
        due = deadline(flag.clock, federal.starts[flag.id], federal.amounts, judged, work)
        reasons = (Reason(cite=flag.origin.cite, text=flag.text), *due.reasons)
        answers.append(FlagAnswer(id=flag.id, status="open", due=due.due, reasons=reasons, needs=()))
    return tuple(answers)
