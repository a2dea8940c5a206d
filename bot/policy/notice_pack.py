"""Reading `notices.yaml` and the kinds of notices in `notices/`: strict, every fault with file, line and key."""

from collections.abc import Collection, Mapping
from typing import cast

from bot.notice.kinds import SHAPES, SOURCES, Dated, Element, Field, Hedge, Kind, Notices, Shape, Source
from bot.policy.fields import Fields
from bot.policy.law import Law
from bot.policy.notice_kinds import Known, read_kinds
from bot.recipients import GROUPS
from bot.vocabulary import PI_ELEMENTS, fact_at

_DEPARTMENT = (
    "name",
    "report_line.office",
    "report_line.phone",
    *(f"roles.{r}.phone" for r in ("AI", "CCO", "IS", "CR")),
)
_RECIPIENT = ("name", "address", "phone", "email", "web")
_DRAFT = ("each", "number", "mailings")


def read_notices(
    fields: Fields,
    packs: Mapping[str, Fields],
    *,
    laws: Mapping[str, Law],
    roles: Collection[str],
    decisions: Collection[str],
    tasks: Collection[str],
) -> Notices:
    """The notices: `fields` is `notices.yaml`, `packs` the files of `notices/` by name.

    `decisions` and `tasks` are the ids of the policy's rows. Faults go to the files' faults.
    """
    read = {name: _field(name, inner, roles) for name, inner in fields.entries("fields").items()}
    elements = {name: _element(name, inner) for name, inner in fields.entries("elements").items()}
    for name in PI_ELEMENTS:
        if name not in elements:
            fields.fault("elements", f"{name} is missing")
    missing = fields.text("missing")
    if missing.count("{}") != 1 or len(missing) < 5:
        fields.fault("missing", "must hold {} once, for the label of the field")
        missing = "[{}]"
    merge = fields.words("merge_fields")
    known = Known(
        fields=read, laws=laws, roles=frozenset(roles), decisions=frozenset(decisions), tasks=frozenset(tasks)
    )
    notices = Notices(
        label=fields.text("label"),
        missing=missing,
        merge_fields=merge,
        fields=read,
        elements=elements,
        hedges=tuple(_hedge(inner) for inner in fields.items("hedges")),
        dates=tuple(_dated(inner, read) for inner in fields.items("dates")),
        denials=_phrases(fields, "denials"),
        waivers=_phrases(fields, "waivers"),
        kinds=_kinds(packs, known),
    )
    fields.close()
    return notices


def _kinds(packs: Mapping[str, Fields], known: Known) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for name, pack in packs.items():
        for kind in read_kinds(pack, name, known):
            if kind.id in kinds:
                pack.fault("kinds", f"the kind {kind.id} stands twice")
            kinds[kind.id] = kind
    return kinds


def _phrases(fields: Fields, name: str) -> tuple[str, ...]:
    found = fields.words(name)
    if not found:
        fields.fault(name, "must hold at least one phrase")
    return tuple(phrase.lower() for phrase in found)


def _hedge(fields: Fields) -> Hedge:
    hedge = Hedge(id=fields.word("id", ("no_misuse", "hedge", "promise")), phrases=_phrases(fields, "phrases"))
    fields.close()
    return hedge


def _dated(fields: Fields, read: Mapping[str, Field]) -> Dated:
    days = [name for name, field in read.items() if field.shape in ("day", "span")]
    dated = Dated(field=fields.word("field", days), phrases=_phrases(fields, "phrases"))
    fields.close()
    return dated


def _element(name: str, fields: Fields) -> Element:
    if name not in PI_ELEMENTS:
        fields.fault("", f"{name} is not one of {', '.join(PI_ELEMENTS)}")
    element = Element(id=name, name=fields.text("name"), says=_phrases(fields, "says"))
    if not any(phrase in element.name.lower() for phrase in element.says):
        fields.fault("says", "none of these words stands in the name, so the notice's own words would not be found")
    fields.close()
    return element


def _field(name: str, fields: Fields, roles: Collection[str]) -> Field:
    source, _, path = fields.text("from").partition(" ")
    if source not in SOURCES:
        fields.fault("from", f"{source} is not one of {', '.join(SOURCES)}")
        source = "typed"
    shape = fields.word("shape", SHAPES)
    asks = fields.maybe_word("asks", roles)
    question = fields.maybe_text("question")
    if bool(asks) != bool(question):
        fields.fault("question", "a question needs the role that is asked, and the other way round")
    if source in ("fact", "decision", "typed") and not asks:
        fields.fault("asks", "is missing: somebody must be asked when this is not known")
    if not name.isidentifier():
        fields.fault("", f"{name} cannot be used in a template; use small letters and _")
    if problem := _wrong_path(source, path, shape):
        fields.fault("from", problem)
    field = Field(
        name=name,
        source=cast(Source, source),
        path=path,
        shape=cast(Shape, shape),
        label=fields.text("label"),
        asks=asks,
        question=question,
        none_allowed=fields.flag("none"),
        each=fields.flag("each"),
        quiet=fields.flag("quiet"),
    )
    fields.close()
    return field


def _wrong_path(source: str, path: str, shape: str) -> str | None:
    allowed = {"department": _DEPARTMENT, "recipient": _RECIPIENT, "recipients": GROUPS, "draft": _DRAFT}
    if source in allowed:
        return None if path in allowed[source] else f"{path} is not one of {', '.join(allowed[source])}"
    if source == "typed":
        if shape != "span":
            return "typed stands alone" if path else None
        known = fact_at(path)
        return None if known and known.kind == "instant" else f"{path} is no fact that holds a moment"
    if source == "decision":
        return (
            None
            if path.count(".") >= 1 and not path.endswith(".")
            else f"{path} is not an answer such as POL-7.A.phone"
        )
    fact = fact_at(path)
    if fact is None:
        return f"there is no fact {path}"
    kinds = {
        "day": ("instant",),
        "code": ("flag",),
        "count": ("count", "counts"),
        "elements": ("words",),
        "text": ("text",),
        "lines": ("texts",),
    }
    return None if fact.kind in kinds.get(shape, ()) else f"the fact {path} cannot be shown as {shape}"
