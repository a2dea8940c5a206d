"""The names of the facts, of `facts.yaml`: the same in the packs, the modal, the stored facts and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.policy.fields import Fields
from bot.policy.source import PackErrors, read_file

DELAY_REASONS = ("impede_investigation", "national_security", "homeland_security", "other")
METHOD_KINDS = ("written", "email", "telephone", "voicemail")
SOME = "some"
"""People of a state are affected, their number is not known yet."""
PROTECTIONS = ("none", "encrypted", "redacted", "altered")
"""How one data element was protected: RSMo 407.1500.1(9), (10)."""
PARTY_KINDS = ("contractor", "state_agency", "other_government", "private")
"""Third parties: the policy's definition, asked by its provision 6."""
DETERMINED_QUESTIONS = (
    "breach",
    "good_faith",
    "harm_unlikely",
    "own_procedures",
    "regulator_procedures",
    "financial_institution",
)
"""What CCO determines, and what then governs."""
FLAGS = ("FED-HIPAA", "FED-FTI", "FED-PCI", "FED-DPPA", "FED-SSI", "FED-CJIS")
_STATES = (
    "ALAKAZARCACOCTDEFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYDCPRVIGUASMP"
)
STATES = frozenset(_STATES[i : i + 2] for i in range(0, len(_STATES), 2))

CHOSEN_METHODS: Mapping[str, Mapping[str, str | bool]] = {
    "written": {"kind": "written"},
    "email_consented": {"kind": "email", "agreed_electronically": True, "esign_consistent": True},
    "email": {"kind": "email", "agreed_electronically": False, "esign_consistent": False},
    "telephone_direct": {"kind": "telephone", "spoke_directly": True},
    "voicemail": {"kind": "voicemail"},
}
"""The ways of telling people as one chooses them, each a value of `planned_methods`: RSMo 407.1500.2(6)."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact: its kind, one of `KINDS`, and the words it may take where it is a choice.

    The kinds `delay`, `notice_cost` and `licensee` are maps, those in `LISTS` lists of maps (see `PARTS`).
    """

    kind: str
    words: tuple[str, ...] = ()


_FLAG, _COUNT = Fact(kind="flag"), Fact(kind="count")
_INSTANT, _TEXT = Fact(kind="instant"), Fact(kind="text")
LISTS: Mapping[str, tuple[str, ...]] = {
    "planned_methods": ("kind",),
    "readings": ("rule", "holds", "reason"),
    "datasets": ("id",),
    "elements": ("kind",),
    "parties": ("id",),
    "determinations": ("question", "outcome"),
}
"""The facts that are lists of maps, and the parts that no entry may lack."""

KINDS = (
    *("flag", "text", "texts", "count", "counts", "amount", "instant", "days", "word", "words", "by_state"),
    *("delay", "notice_cost", "licensee", "planned_methods", "readings", "datasets", "parties", "determinations"),
)


def read_fact(fields: Fields) -> Fact:
    """What a fact is, of its row in `facts.yaml`."""
    kind, words = fields.word("kind", KINDS), fields.words("words")
    if (kind in ("word", "words")) != bool(words):
        fields.fault("words", "a choice says what may be chosen, and nothing else does")
    return Fact(kind=kind, words=words)


def _read_facts() -> dict[str, Fact]:
    """The facts of `facts.yaml`: part of the program, read before any pack. Raises PackErrors."""
    faults, node = read_file(Path(__file__).parent / "policy", "facts.yaml")
    found = {name: read_fact(fields) for name, fields in Fields(node, "", faults).entries("facts").items()}
    if faults.found:
        raise PackErrors(faults.found)
    return found


FACTS = _read_facts()
INCIDENT_KINDS = FACTS["incident_kinds"].words
"""The policy's definition of theft or unauthorized access, and the signs of its provision 5."""
PI_ELEMENTS = FACTS["pi_elements"].words
DATA_ROLES = FACTS["data_role"].words
FEDERAL_DATA = FACTS["federal_data"].words

SET_FACTS = (
    *("names_included", "pi_elements", "ssn_digits_visible", "id_digits_visible", "id_digits_are_last"),
    *("account_access_code_taken", "code_required", "financial_access", "encrypted", "key_taken"),
    *("otherwise_unreadable", "public_source", "computerized", "data_role"),
)
"""Facts that describe one data set: the short form. They stand in place of `datasets`, never beside it."""

PARTS: dict[str, dict[str, Fact]] = {
    "delay": {
        "officer": _TEXT,
        "agency": _TEXT,
        "reason": Fact(kind="word", words=DELAY_REASONS),
        "in_writing": _FLAG,
        "requested_at": _INSTANT,
        "documented_at": _INSTANT,
        "recorded_at": _INSTANT,
        "lifted_at": _INSTANT,
    },
    "notice_cost": {"amount": Fact(kind="amount"), "demonstrated": _FLAG},
    "licensee": {
        "is_licensee": _FLAG,
        "missouri_domiciled": _FLAG,
        "consumers": _COUNT,
        "other_notice_required": _FLAG,
        "material_harm_likely": _FLAG,
    },
    "planned_methods": {
        "kind": Fact(kind="word", words=METHOD_KINDS),
        "agreed_electronically": _FLAG,
        "esign_consistent": _FLAG,
        "spoke_directly": _FLAG,
    },
    "readings": {"rule": _TEXT, "holds": _FLAG, "reason": _TEXT},
    "datasets": {
        "id": _TEXT,
        "name": _TEXT,
        "register": _TEXT,
        "classification": _TEXT,
        "role": Fact(kind="word", words=DATA_ROLES),
        "computerized": _FLAG,
        "names_included": _FLAG,
        "public_source": _FLAG,
        "residents": Fact(kind="by_state"),
        "elements": Fact(kind="elements"),
    },
    "elements": {
        "kind": Fact(kind="word", words=PI_ELEMENTS),
        "protection": Fact(kind="word", words=PROTECTIONS),
        "key_taken": _FLAG,
        "digits_visible": _COUNT,
        "digits_are_last": _FLAG,
        "access_code_taken": _FLAG,
        "code_required": _FLAG,
        "financial_access": _FLAG,
    },
    "parties": {
        "id": _TEXT,
        "name": _TEXT,
        "kind": Fact(kind="word", words=PARTY_KINDS),
        "involved": _FLAG,
        "impacted": _FLAG,
        "owner_of": Fact(kind="texts"),
        "data_exposed": _FLAG,
    },
    "determinations": {
        "question": Fact(kind="word", words=DETERMINED_QUESTIONS),
        "outcome": _FLAG,
        "by": _TEXT,
        "at": _INSTANT,
        "reason": _TEXT,
        "obligations": Fact(kind="texts"),
    },
}

ELEMENT: Mapping[str, Fact] = {
    **{name: part for name, part in PARTS["elements"].items() if name != "protection"},
    "encrypted": _FLAG,
    "redacted": _FLAG,
    "altered": _FLAG,
}
"""What a pack asks of one data element, as `element.kind` inside `some_element`."""


def fact_at(path: str) -> Fact | None:
    """The fact that a path such as `residents.MO` or `delay.officer` names; None when there is none.

    `affected.MO`: the people of the data set at hand, else of the incident. `element.kind`: of one data element.
    """
    name, _, part = path.partition(".")
    if part and name in ("residents", "affected"):
        return _COUNT if part in STATES else None
    if name == "element":
        return ELEMENT.get(part)
    fact = FACTS.get(name)
    if fact is None or not part:
        return fact
    return PARTS[name].get(part) if fact.kind in PARTS and fact.kind not in LISTS else None
