"""The kinds of notices as data: who drafts, approves and releases one, what it must say, and what may fill it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Shape: TypeAlias = Literal[
    "text", "lines", "day", "count", "phone", "web", "elements", "recipients", "span", "code", "agency"
]
Source: TypeAlias = Literal["fact", "decision", "department", "typed", "recipient", "recipients", "draft"]
MarkerKind: TypeAlias = Literal["any", "field", "each", "recipients", "under"]

SHAPES: tuple[Shape, ...] = (
    "text",
    "lines",
    "day",
    "count",
    "phone",
    "web",
    "elements",
    "recipients",
    "span",
    "code",
    "agency",
)
SOURCES: tuple[Source, ...] = ("fact", "decision", "department", "typed", "recipient", "recipients", "draft")
FORMATS = ("text", "docx", "html", "pdf")
WAYS = ("written", "email_consented", "email", "telephone_direct", "voicemail", "web", "media", "other", "returned")
"""How a batch of a notice went out; `returned` is mail that came back, which told nobody."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A name that a template may use, and where its value comes from.

    `path`: the fact, the answer of a decision (`POL-7.A.phone`), the key of the configuration, the attribute of the
    addressee, or the group of recipients. `asks`: the role that is asked when it is missing; None: it is configuration.
    `none_allowed`: "there is none" is an answer. `each`: it is answered for each notice of a kind by itself. `quiet`: a
    notice says nothing of it while it is not known, and nobody is asked.

    Shapes that need a word: `span` is typed, with the day of the fact `path` in its place until somebody types
    ("on November 12, 2026", "between ...", "on a day that is not known"). `code` says that the code or password of an
    account was taken, where kinds of data that have one are involved (RSMo 407.1500.1(9)(c), (d)). `agency` is the name
    and the address of the addressee, which is typed with how it is reached unless the department's file has one.
    """

    name: str
    source: Source
    path: str
    shape: Shape
    label: str
    asks: str | None
    question: str | None
    none_allowed: bool
    each: bool
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Marker:
    """One sign by which an item is found in a text, also after people edited it.

    any: one of `phrases` stands there.
    field: the value of the field `name` stands there, or at least `share` per cent of its words. `exists`: the answer
    "there is none" is not enough. `phrases`: one of them in the same sentence.
    each: every kind of data in the field `name` is said.
    recipients: every recipient of the group `name` is named with a way to reach it.
    under: at least `share` words stand under the heading `name`.
    """

    kind: MarkerKind
    name: str = ""
    phrases: tuple[str, ...] = ()
    share: int = 0
    exists: bool = False


@dataclass(frozen=True, kw_only=True)
class Required:
    """Something that a notice must say: found when all its markers are."""

    id: str
    cite: str
    text: str
    markers: tuple[Marker, ...]


@dataclass(frozen=True, kw_only=True)
class Forbidden:
    """Something that a notice must not say, and the phrases that give it away."""

    id: str
    cite: str
    text: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Method:
    """How a notice reaches people, with what the law wants recorded first: parts of `planned_methods`."""

    kind: str
    cite: str
    needs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of notice.

    `law`: the pack that brings it (`department_policy` for the policy). `to`: the group of recipients it is addressed
    to, or None. `uses`: groups whose addresses its text names. `for_each`: one notice for each of these.
    `fulfils`: the content of the obligation that this kind is, as a web page is one element of substitute notice.
    `grade`: the highest reading grade; None: no limit. `merge`: the letter has merge fields for names and addresses.
    `elements_under`: the heading under which the kinds of data are listed; None: the text lists none.
    `residents_of`: the state whose residents it tells, when it is a notice to consumers. `no_notice`: the ways (see
    WAYS) that its law does not take as a notice. `at_one_time`: the fact that holds how many each mailing told.
    `published`: everybody can read it, so the number by which a letter is known to be genuine must not stand in it.
    """

    id: str
    title: str
    law: str
    cite: str
    audience: str
    template: str
    obligations: tuple[str, ...]
    decisions: tuple[str, ...]
    tasks: tuple[str, ...]
    drafted_by: str
    approved_by: str
    released_by: str
    formats: tuple[str, ...]
    required: tuple[Required, ...]
    forbidden: tuple[Forbidden, ...]
    method: Method | None
    to: str | None
    uses: tuple[str, ...]
    for_each: str | None
    fulfils: str | None
    grade: int | None
    merge: bool
    elements_under: str | None
    residents_of: str | None = None
    no_notice: tuple[str, ...] = ()
    at_one_time: str | None = None
    published: bool = False

    def is_for(self, law: str, obligation: str) -> bool:
        """Whether this obligation calls for it: two laws may name theirs alike."""
        return law == self.law and obligation in self.obligations

    def takes(self, way: str) -> bool:
        """Whether its law takes a way as a notice; where the law names none, every way that told somebody."""
        return way != "returned" and way not in self.no_notice

    @property
    def callers(self) -> tuple[str, ...]:
        """What calls for it: its law's obligations (see `caller`), decisions and tasks."""
        return (*(caller(self.law, one) for one in self.obligations), *self.decisions, *self.tasks)


def caller(law: str, obligation: str) -> str:
    """An obligation as something that calls for a notice."""
    return f"{law}|{obligation}"


@dataclass(frozen=True, kw_only=True)
class Element:
    """A kind of personal information: how a notice calls it, and the words by which it is recognized."""

    id: str
    name: str
    says: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hedge:
    """Words that deserve the question whether they are true and recorded."""

    id: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Dated:
    """The words before a date that say that it is the date in this field."""

    field: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Notices:
    """Every kind of notice and the words they share.

    `missing`: what stands where a field has no value, with `{}` for the field's label. `denials`: words by which a
    sentence says that something was not there. `waivers`: words by which it says that something need not be done.
    """

    label: str
    missing: str
    merge_fields: tuple[str, ...]
    fields: Mapping[str, Field]
    elements: Mapping[str, Element]
    hedges: tuple[Hedge, ...]
    dates: tuple[Dated, ...]
    denials: tuple[str, ...]
    waivers: tuple[str, ...]
    kinds: Mapping[str, Kind]

    def called_for(self, calls: frozenset[str], packs: frozenset[str]) -> tuple[Kind, ...]:
        """The kinds that these callers call for, of the policy and the enabled packs."""
        return tuple(kind for kind in self.of(packs) if calls & set(kind.callers))

    def of(self, packs: frozenset[str]) -> tuple[Kind, ...]:
        """The kinds of the policy and of the enabled packs."""
        return tuple(kind for kind in self.kinds.values() if kind.law == POLICY or kind.law in packs)


POLICY = "department_policy"
