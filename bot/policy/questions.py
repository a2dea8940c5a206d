"""Reading `questions.yaml`: what people decide, when they are asked, what the form asks and what follows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.condition import STATUSES, Condition
from bot.department import TEAM_ROLES
from bot.policy.conditions import read_condition
from bot.policy.fields import Fields
from bot.policy.law import Law, LawDecision
from bot.policy.requirements import check_requirements, read_requirement
from bot.policy.rows import row_condition
from bot.policy.schema import Policy, Row
from bot.question import (
    FIELD_KINDS,
    QUESTION_KINDS,
    AskWhen,
    ClosingTest,
    FieldKind,
    FollowUpTask,
    FormField,
    Outcome,
    Question,
    QuestionKind,
)
from bot.severity_method import BANDS
from bot.vocabulary import DETERMINED_QUESTIONS, FACTS

LONGEST_TITLE = 24
LONGEST_LABEL = 75
"""Characters of an option, a button and an input's label, as far as one screen of a phone shows them."""
_SAID = ("yes", "no")
_VERDICTS = (*_SAID, "unresolved")

FORMS_OWN = ("outcome", "reason", "consulted", "role")
"""What every form asks beside a question's own fields."""
PATTERNS = ("reading", "law", "given", "left_open")


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Every question by its id, in the order of the file, and the patterns of those that a law raises by itself."""

    named: Mapping[str, Question]
    patterns: Mapping[str, Question]
    closing_tests: tuple[ClosingTest, ...]


def read_questions(fields: Fields, policy: Policy, laws: Mapping[str, Law]) -> Questions:
    """All questions. `policy` and `laws` give words, roles and citations to those that are theirs."""
    fields.text("label")
    rows = {row.id: row for row in policy.rows if row.question is not None}
    decisions = {rule.id: rule for law in laws.values() for rule in law.decisions}
    codes = frozenset(role.code for role in policy.roles)
    found: dict[str, Question] = {}
    for item in fields.items("questions"):
        question = _read_question(item, rows, decisions, codes)
        if question.id in found:
            item.fault("id", f"the question {question.id} stands twice")
        found[question.id] = question
    _check_moments(fields, found, {owed.id for law in laws.values() for owed in law.obligations})
    _check_law(fields, found, laws)
    for row in policy.rows:
        if row.kind == "decision" and row.id not in found:
            fields.fault("questions", f"the policy's decision {row.id} is missing")
    patterns = {one.id: one for one in (_read_pattern(item, codes) for item in fields.items("patterns"))}
    for name in PATTERNS:
        if name not in patterns:
            fields.fault("patterns", f"the pattern {name} is missing")
            patterns[name] = Question(id=name, kind="determination", title="", text="", cite="", roles=())
    for rule in decisions.values():
        found.setdefault(rule.id, _of_law(rule, patterns["law"]))
    ids = {row.id for row in policy.rows}
    tests = tuple(_read_test(item, ids) for item in fields.items("closing_test"))
    fields.close()
    return Questions(named=found, patterns=patterns, closing_tests=tests)


def _check_moments(fields: Fields, found: Mapping[str, Question], obligations: set[str]) -> None:
    """What a moment names must be there, else the question would never be asked."""
    for question in found.values():
        for moment in question.ask:
            if unknown := set(moment.obligation) - obligations:
                fields.fault("questions", f"{question.id} waits for {min(unknown)}, which no law asks for")
            if moment.after is None:
                continue
            if moment.after not in found:
                fields.fault("questions", f"{question.id} is asked after {moment.after}, which is no question")
            elif unknown := set(moment.outcomes) - {outcome.id for outcome in found[moment.after].outcomes}:
                fields.fault("questions", f"{question.id} waits for {min(unknown)}, no outcome of {moment.after}")


def _check_law(fields: Fields, found: Mapping[str, Question], laws: Mapping[str, Law]) -> None:
    """The records and the obligations that a question names must be some law's."""
    owed = {rule.id for law in laws.values() for rule in law.obligations}
    records = {rule.id for law in laws.values() for rule in law.records}
    for question in found.values():
        if question.record is not None and question.record not in records:
            fields.fault("questions", f"{question.id} is the record {question.record}, which no law has")
        for outcome in question.outcomes:
            if outcome.calls_for is not None and outcome.calls_for not in owed:
                fields.fault("questions", f"{question.id} calls for {outcome.calls_for}, which no law asks for")


def _read_test(item: Fields, rows: set[str]) -> ClosingTest:
    test = ClosingTest(
        id=item.text("id"),
        items=item.words("items", rows),
        done=item.word("needs", ("done", "settled")) == "done",
        cite=item.text("cite"),
        text=item.text("text"),
    )
    item.close()
    return test


def _of_law(rule: LawDecision, pattern: Question) -> Question:
    """The question of a law's decision that nothing more is said of: asked as soon as the law asks it."""
    return replace(
        pattern,
        id=rule.id,
        text=rule.question,
        cite=rule.origin.cite,
        roles=rule.roles,
        guidance=rule.guidance,
    )


def _read_pattern(item: Fields, codes: frozenset[str]) -> Question:
    text = item.maybe_text("text") or ""
    return _rest(item, item.word("id", PATTERNS), text=text, cite="", roles=item.words("roles", codes))


def _read_question(
    item: Fields, rows: Mapping[str, Row], decisions: Mapping[str, LawDecision], codes: frozenset[str]
) -> Question:
    question_id = item.text("id")
    row, rule = rows.get(question_id), decisions.get(question_id)
    if row is not None:
        found = _rest(item, question_id, text=str(row.question), cite=row.cite, roles=row.bearers)
        return replace(found, guidance=row.helps, modal=row.modal)
    if rule is not None:
        found = _rest(item, question_id, text=rule.question, cite=rule.origin.cite, roles=rule.roles)
        return replace(found, guidance=rule.guidance)
    text, cite, roles = item.text("text"), item.text("cite"), item.words("roles", codes)
    if not roles:
        item.fault("roles", f"{question_id} is a question that nobody decides")
    return _rest(item, question_id, text=text, cite=cite, roles=roles)


def _rest(item: Fields, question_id: str, *, text: str, cite: str, roles: tuple[str, ...]) -> Question:
    outcomes = tuple(_read_outcome(one) for one in item.items("outcomes"))
    ids = tuple(outcome.id for outcome in outcomes)
    question = Question(
        id=question_id,
        kind=_kind(item),
        title=item.text("title"),
        text=text,
        cite=cite,
        roles=roles,
        why=item.text("why"),
        outcomes=outcomes,
        fields=tuple(_read_field(one, ids) for one in item.items("fields")),
        relies_on=item.words("relies_on", FACTS),
        ask=tuple(_read_moment(one) for one in item.items("ask")),
        always=item.flag("always"),
        record=item.maybe_text("record"),
        on_record=item.maybe_text("on_record") or "",
    )
    check_requirements(item, question)
    names = [field.id for field in question.fields]
    if len(set(names)) != len(names) or set(names) & set(FORMS_OWN):
        item.fault("fields", f"{question_id} has a field twice, or one of the form's own: {', '.join(FORMS_OWN)}")
    if not outcomes:
        item.fault("outcomes", f"{question_id} has no outcome")
    if len(set(ids)) != len(ids):
        item.fault("outcomes", f"{question_id} has the same outcome twice")
    if len(question.title) > LONGEST_TITLE:
        item.fault("title", f"is longer than {LONGEST_TITLE} characters, the most that a form's title shows")
    item.close()
    return question


def _kind(item: Fields) -> QuestionKind:
    found = item.word("kind", QUESTION_KINDS)
    return next((one for one in QUESTION_KINDS if one == found), "decision")


def _read_outcome(item: Fields) -> Outcome:
    sets = _flags(item, "sets", tuple(name for name, fact in FACTS.items() if fact.kind == "flag"))
    outcome = Outcome(
        id=item.text("id"),
        label=item.text("label"),
        text=item.text("text"),
        sets=sets,
        binds=_flags(item, "binds", DETERMINED_QUESTIONS),
        entails=tuple(_read_follow_up_task(one) for one in item.items("entails")),
        requires=tuple(read_requirement(one) for one in item.items("requires")),
        verdict=item.maybe_word("verdict", _SAID),
        calls_for=item.maybe_text("calls_for"),
        keeps=item.words("keeps"),
    )
    if len(outcome.label) > LONGEST_LABEL:
        item.fault("label", f"is longer than {LONGEST_LABEL} characters")
    item.close()
    return outcome


def _flags(item: Fields, key: str, names: Collection[str]) -> dict[str, bool]:
    """A map of these names to yes or no."""
    found: dict[str, bool] = {}
    node = item.node(key)
    if node is not None:
        inner = Fields(node, item.path(key), item.faults)
        for name in node.value if isinstance(node.value, dict) else ():
            if name not in names:
                inner.fault(name, f"{name} is not a yes-or-no {'fact' if key == 'sets' else 'question of a law'}")
            found[name] = inner.flag(name)
        inner.close()
    return found


def _read_follow_up_task(item: Fields) -> FollowUpTask:
    follow_up = FollowUpTask(
        id=item.text("id"), role=item.word("role", TEAM_ROLES), title=item.text("title"), cite=item.text("cite")
    )
    if len(follow_up.title) > LONGEST_LABEL:
        item.fault("title", f"is longer than {LONGEST_LABEL} characters")
    item.close()
    return follow_up


def _read_field(item: Fields, outcomes: tuple[str, ...]) -> FormField:
    found = item.word("kind", FIELD_KINDS)
    kind: FieldKind = next((one for one in FIELD_KINDS if one == found), "line")
    node = item.node("choices")
    choices: dict[str, str] = {}
    if node is not None:
        inner = Fields(node, item.path("choices"), item.faults)
        choices = {name: inner.text(name) for name in (node.value if isinstance(node.value, dict) else ())}
        inner.close()
    if (kind in ("choice", "choices")) != bool(choices):
        item.fault("choices", "stands with the kinds choice and choices, and only there")
    field = FormField(
        id=item.text("id"),
        kind=kind,
        label=item.text("label"),
        hint=item.maybe_text("hint"),
        required_for=item.words("required_for", outcomes),
        asked_for=item.words("asked_for", outcomes),
        choices=choices,
        sets=item.maybe_word("sets", FACTS),
    )
    item.close()
    return field


def _read_moment(item: Fields) -> AskWhen:
    node = item.node("when")
    when: Condition | None = None
    if node is not None:
        when = row_condition(item, read_condition(node, item.path("when"), item.faults))
    obligation: dict[str, tuple[str, ...]] = {}
    owed = item.node("obligation")
    if owed is not None:
        inner = Fields(owed, item.path("obligation"), item.faults)
        for name in owed.value if isinstance(owed.value, dict) else ():
            obligation[name] = inner.words(name, STATUSES)
        inner.close()
    moment = AskWhen(
        when=when,
        verdict=item.words("verdict", _VERDICTS),
        obligation=obligation,
        after=item.maybe_text("after"),
        outcomes=item.words("outcomes"),
        at_least=item.maybe_word("at_least", BANDS),
        recorded=item.flag("recorded"),
    )
    item.close()
    return moment
