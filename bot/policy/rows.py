"""Reading the department's policy: its rows, roles and tensions."""

from bot.condition import NEVER, Condition, Reference, leaves
from bot.policy.conditions import read_condition
from bot.policy.fields import Fields
from bot.policy.schema import FOR_EACH, KINDS, SENTENCES, IncidentTest, Policy, ReportLine, Role, Row, Tension
from bot.vocabulary import FACTS

TITLE_LIMIT = 75
_CARRIERS = ("row", "fact", "standing", "register", "record", "assessment", "outside")


def read_roles(fields: Fields) -> tuple[Role, ...]:
    """The roles of `roles.yaml`."""
    roles = []
    for item in fields.items("roles"):
        roles.append(
            Role(code=item.text("code"), office=item.text("office"), takes_part=item.flag("takes_part")),
        )
        item.close()
    fields.close()
    for code in sorted({role.code for role in roles if [r.code for r in roles].count(role.code) > 1}):
        fields.fault("roles", f"the role {code} stands twice")
    return tuple(roles)


def read_sentences(fields: Fields) -> dict[str, str]:
    """The sentences of the assessment and of refusals, by name."""
    sentences: dict[str, str] = {}
    for group, names in SENTENCES.items():
        node = fields.required(group)
        if node is not None:
            inner = Fields(node, group, fields.faults)
            sentences.update({name: inner.text(name) for name in names})
            inner.close()
    fields.close()
    return sentences


def read_policy(fields: Fields, roles: tuple[Role, ...], sentences: dict[str, str]) -> Policy:
    """The department's policy. Every fault goes to the file's faults."""
    codes = frozenset(role.code for role in roles)
    line = fields.required("report_line")
    office = phone = ""
    if line is not None:
        report = Fields(line, "report_line", fields.faults)
        office, phone = report.text("office"), report.text("phone")
        report.close()
    rows = _read_rows(fields, codes)
    ids = {row.id for row in rows}
    policy = Policy(
        name=fields.text("name"),
        title=fields.text("title"),
        version=fields.text("version"),
        verified_on=fields.day("verified_on"),
        report_line=ReportLine(office=office, phone=phone),
        roles=roles,
        incident=_read_incident(fields),
        rows=rows,
        tensions=tuple(_read_tension(item, ids) for item in fields.items("tensions")),
        sentences=sentences,
    )
    fields.close()
    return policy


def _read_incident(fields: Fields) -> IncidentTest:
    node = fields.required("incident")
    if node is None:
        return IncidentTest(cite="", when=NEVER, met="", unmet="", unknown="")
    inner = Fields(node, "incident", fields.faults)
    when = inner.required("when")
    test = IncidentTest(
        cite=inner.text("cite"),
        when=read_condition(when, "incident.when", fields.faults) if when else NEVER,
        met=inner.text("met"),
        unmet=inner.text("unmet"),
        unknown=inner.text("unknown"),
    )
    inner.close()
    return test


def _read_rows(fields: Fields, codes: frozenset[str]) -> tuple[Row, ...]:
    items = fields.items("rows")
    rows = [_read_row(item, codes) for item in items]
    seen: set[str] = set()
    for item, row in zip(items, rows, strict=True):
        if row.id in seen:
            item.fault("id", f"the row {row.id} stands twice")
        seen.add(row.id)
    for item, row in zip(items, rows, strict=True):
        for carrier in row.carried_by:
            _check_carrier(item, carrier, seen)
    return tuple(rows)


def _read_row(item: Fields, codes: frozenset[str]) -> Row:
    row_id = item.text("id")
    when = item.node("when")
    row = Row(
        id=row_id,
        cite=item.text("cite"),
        kind=item.word("kind", KINDS),
        modal=item.maybe_text("modal"),
        roles=item.words("roles", codes),
        helps=item.words("helps", codes),
        owner_default=item.maybe_word("owner_default", codes),
        time_word=item.maybe_text("time_word"),
        when=row_condition(item, read_condition(when, item.path("when"), item.faults)) if when else None,
        title=item.text("title"),
        text=item.text("text"),
        quote=item.text("quote"),
        question=item.maybe_text("question"),
        evidence=item.text("evidence"),
        for_each=item.maybe_word("for_each", FOR_EACH),
        debatable=item.flag("debatable"),
        notes=item.maybe_text("notes"),
        carried_by=item.words("carried_by"),
        statement=item.maybe_text("statement"),
    )
    item.close()
    if row.statement and (row.kind != "task" or len(row.statement) > 150):
        item.fault("statement", f"{row_id}: stands on a task only, and holds at most 150 characters")
    if len(row.title) > TITLE_LIMIT:
        item.fault("title", f"{row_id} has {len(row.title)} characters; a checklist line holds {TITLE_LIMIT}")
    if row.kind in ("task", "decision") and not row.roles:
        item.fault("roles", f"{row_id} is a {row.kind} that nobody bears")
    if row.kind == "decision" and row.question is None:
        item.fault("question", f"{row_id} is a decision without its question")
    if row.for_each is not None and row.kind != "task":
        item.fault("for_each", f"{row_id} is {row.kind}: only a task stands once for each")
    if row.kind not in ("task", "decision") and not row.carried_by:
        item.fault("carried_by", f"{row_id} is {row.kind}: say what carries it")
    return row


def row_condition(item: Fields, condition: Condition) -> Condition:
    """A condition of a row; it may not point into a law's steps, exemptions or readings."""
    for leaf in leaves(condition):
        if isinstance(leaf, Reference) and leaf.kind in ("step", "taken", "reading", "determined"):
            item.fault("when", f"{leaf.kind} {leaf.name} is unknown here: a row reads facts and obligations")
    return condition


def _check_carrier(item: Fields, carrier: str, rows: set[str]) -> None:
    kind, _, name = carrier.partition(" ")
    if kind not in _CARRIERS or not name:
        item.fault("carried_by", f"{carrier}: must begin with one of {', '.join(_CARRIERS)}")
    elif kind == "row" and name not in rows:
        item.fault("carried_by", f"there is no row {name}")
    elif kind == "fact" and name not in FACTS:
        item.fault("carried_by", f"there is no fact {name}")


def _read_tension(item: Fields, rows: set[str]) -> Tension:
    tension = Tension(
        id=item.text("id"),
        rows=item.words("rows", rows),
        text=item.text("text"),
        handling=item.text("handling"),
    )
    item.close()
    return tension
