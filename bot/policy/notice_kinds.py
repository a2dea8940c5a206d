"""Reading the kinds of notices that one law or the policy brings. Strict: every fault with file, line and key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from bot.notice.kinds import FORMATS, POLICY, WAYS, Field, Forbidden, Kind, Marker, MarkerKind, Method, Required
from bot.policy.fields import Fields
from bot.policy.law import Law, Obligation
from bot.policy.source import Located
from bot.recipients import GROUPS
from bot.vocabulary import FACTS

_Thing = TypeVar("_Thing", Required, Forbidden)

_MARKERS = ("any", "field", "each", "recipients", "under")
_ONE_FOR_EACH = ("consumer_reporting_agencies", "infrastructure_locations", "contractors", "owners")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What kinds may name: fields, laws, roles, and the policy's decisions and tasks."""

    fields: Mapping[str, Field]
    laws: Mapping[str, Law]
    roles: frozenset[str]
    decisions: frozenset[str]
    tasks: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Pack:
    """One file while it is read: what it defines, and the law it belongs to."""

    name: str
    law: Law | None
    known: Known
    items: Mapping[str, Required]
    forbidden: Mapping[str, Forbidden]


def read_kinds(fields: Fields, name: str, known: Known) -> tuple[Kind, ...]:
    """The kinds of the file `notices/<name>.yaml`; faults go to the file's faults."""
    law = fields.text("law")
    if law != name or (law != POLICY and law not in known.laws):
        fields.fault("law", f"must be {name}, the name of the file and of a pack")
    pack = _Pack(
        name=name,
        law=known.laws.get(name),
        known=known,
        items={key: _required(key, inner, known) for key, inner in fields.entries("items").items()},
        forbidden={key: _forbidden(key, inner) for key, inner in fields.entries("forbidden").items()},
    )
    kinds = tuple(_kind(inner, pack) for inner in fields.items("kinds"))
    _check_used(fields, pack, kinds)
    _check_contents(fields, pack, kinds)
    fields.close()
    return kinds


def _required(key: str, fields: Fields, known: Known) -> Required:
    markers = tuple(_marker(inner, known) for inner in fields.items("present"))
    if not markers:
        fields.fault("present", "must hold at least one sign by which the item is found")
    required = Required(id=key, cite=fields.text("cite"), text=fields.text("text"), markers=markers)
    fields.close()
    return required


def _marker(fields: Fields, known: Known) -> Marker:
    kind = next((name for name in _MARKERS if fields.has(name)), None)
    if kind is None:
        fields.fault("", f"needs one of {', '.join(_MARKERS)}")
        fields.close()
        return Marker(kind="any")
    if kind == "any":
        marker = Marker(kind="any", phrases=tuple(phrase.lower() for phrase in fields.words("any")))
        if not marker.phrases:
            fields.fault("any", "must hold at least one phrase")
    else:
        share = fields.whole("words") if kind == "under" else fields.whole("share") if fields.has("share") else 0
        exists = fields.flag("exists") if kind == "field" else False
        beside = tuple(phrase.lower() for phrase in fields.words("with")) if kind == "field" else ()
        marker = Marker(kind=cast(MarkerKind, kind), name=fields.text(kind), phrases=beside, share=share, exists=exists)
        if kind in ("field", "each") and marker.name not in known.fields:
            fields.fault(kind, f"there is no field {marker.name}")
        if kind == "field" and share > 100:
            fields.fault("share", "is more than 100 per cent")
        if kind == "recipients" and marker.name not in GROUPS:
            fields.fault(kind, f"{marker.name} is not one of {', '.join(GROUPS)}")
    fields.close()
    return marker


def _forbidden(key: str, fields: Fields) -> Forbidden:
    phrases = tuple(phrase.lower() for phrase in fields.words("phrases"))
    if not phrases:
        fields.fault("phrases", "must hold at least one phrase")
    found = Forbidden(id=key, cite=fields.text("cite"), text=fields.text("text"), phrases=phrases)
    fields.close()
    return found


def _kind(fields: Fields, pack: _Pack) -> Kind:
    key = fields.text("id")
    called = Fields(
        fields.required("called_by") or Located(value={}, line=fields.line), fields.path("called_by"), fields.faults
    )
    law = pack.law
    obligations = called.words("obligations", [o.id for o in law.obligations] if law else [])
    decisions = called.words(
        "decisions", {*pack.known.decisions, *(d.id for d in law.decisions)} if law else pack.known.decisions
    )
    tasks = called.words("tasks", {*pack.known.tasks, *(t.id for t in law.tasks)} if law else pack.known.tasks)
    if not obligations + decisions + tasks:
        called.fault("", "must name an obligation, a decision or a task that calls for it")
    called.close()
    roles = Fields(fields.required("roles") or Located(value={}, line=fields.line), fields.path("roles"), fields.faults)
    drafts, approves, releases = (roles.word(name, pack.known.roles) for name in ("drafts", "approves", "releases"))
    if drafts and drafts == approves:
        roles.fault("approves", "whoever drafts does not approve")
    roles.close()
    kind = Kind(
        id=key,
        title=fields.text("title"),
        law=pack.name,
        cite=fields.text("cite"),
        audience=fields.text("audience"),
        template=f"{pack.name}/{key}.md.j2",
        obligations=obligations,
        decisions=decisions,
        tasks=tasks,
        drafted_by=drafts,
        approved_by=approves,
        released_by=releases,
        formats=fields.words("formats", FORMATS),
        required=_chosen(fields, "required", pack.items),
        forbidden=_chosen(fields, "forbidden", pack.forbidden),
        method=_method(fields, pack, obligations),
        to=fields.maybe_word("to", GROUPS),
        uses=fields.words("uses", GROUPS),
        for_each=fields.maybe_word("for_each", _ONE_FOR_EACH),
        fulfils=fields.maybe_text("fulfils"),
        grade=fields.whole("grade") if fields.has("grade") else None,
        merge=fields.flag("merge"),
        elements_under=fields.maybe_text("elements_under"),
        residents_of=_residents_of(fields, law),
        published=fields.flag("published"),
        no_notice=fields.words("no_notice", WAYS),
        at_one_time=fields.maybe_word("at_one_time", [name for name, fact in FACTS.items() if fact.kind == "counts"]),
    )
    if kind.at_one_time and kind.residents_of is None:
        fields.fault("at_one_time", "stands with to_residents only")
    if "text" not in kind.formats:
        fields.fault("formats", "must hold text: it is what people read and approve")
    if kind.merge and {"html", "pdf"} & set(kind.formats):
        fields.fault("formats", "a notice with merge fields is finished in Word, so it has neither html nor pdf")
    fields.close()
    return kind


def _residents_of(fields: Fields, law: Law | None) -> str | None:
    """The state of the law, for a kind that goes `to_residents`."""
    if not fields.flag("to_residents"):
        return None
    if law is None or law.residents_of is None:
        fields.fault("to_residents", "stands with a law of a state, whose pack says residents_of")
    return law.residents_of if law else None


def _chosen(fields: Fields, name: str, things: Mapping[str, _Thing]) -> tuple[_Thing, ...]:
    return tuple(things[word] for word in fields.words(name, things))


def _method(fields: Fields, pack: _Pack, obligations: tuple[str, ...]) -> Method | None:
    name = fields.maybe_text("method")
    if name is None:
        return None
    for obligation in _obligations(pack, obligations):
        for rule in obligation.methods:
            if rule.kind == name and rule.never is None:
                return Method(kind=rule.kind, cite=rule.cite, needs=tuple(part for part, _ in rule.needs))
    fields.fault("method", f"no obligation that calls for this notice knows the method {name}")
    return None


def _obligations(pack: _Pack, names: Iterable[str]) -> tuple[Obligation, ...]:
    wanted = set(names)
    return tuple(o for o in pack.law.obligations if o.id in wanted) if pack.law else ()


def _check_used(fields: Fields, pack: _Pack, kinds: tuple[Kind, ...]) -> None:
    used = {item.id for kind in kinds for item in kind.required} | {
        item.id for kind in kinds for item in kind.forbidden
    }
    for key in sorted({*pack.items, *pack.forbidden} - used):
        fields.fault("items", f"{key} is used by no kind")


def _check_contents(fields: Fields, pack: _Pack, kinds: tuple[Kind, ...]) -> None:
    """Every content that the law lists stands in every notice of that obligation, or one kind is that content."""
    for obligation in pack.law.obligations if pack.law else ():
        called = [kind for kind in kinds if obligation.id in kind.obligations]
        for content in obligation.contents:
            if any(kind.fulfils == content.id for kind in called):
                continue
            for kind in called:
                if content.id not in {item.id for item in kind.required}:
                    fields.fault("kinds", f"{kind.id} does not require {content.id} ({content.cite})")
            item = pack.items.get(content.id)
            if item and item.cite != content.cite:
                fields.fault(f"items.{content.id}.cite", f"is {item.cite}, but the law says {content.cite}")
        for content in obligation.forbidden:
            for kind in called:
                if content.id not in {item.id for item in kind.forbidden}:
                    fields.fault("kinds", f"{kind.id} does not forbid {content.id} ({content.cite})")
        if obligation.contents and not called:
            fields.fault("kinds", f"no kind stands for {obligation.id} ({obligation.origin.cite})")
    for kind in kinds:
        contents = {c.id for o in _obligations(pack, kind.obligations) for c in o.contents}
        if kind.fulfils and kind.fulfils not in contents:
            fields.fault("kinds", f"{kind.id} fulfils {kind.fulfils}, which no obligation that calls for it lists")
