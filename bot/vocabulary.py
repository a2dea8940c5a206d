"""The names of the facts: the same in the packs, the modal, the stored facts and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass

INCIDENT_KINDS = (
    "device_stolen",
    "device_lost",
    "device_accessed",
    "edocument_stolen",
    "edocument_lost",
    "edocument_accessed",
    "paper_stolen",
    "paper_lost",
    "paper_accessed",
    "tampering",
    "exposure",
    "other",
)
"""The policy's definition of theft or unauthorized access, and the signs of its provision 5."""
PI_ELEMENTS = (
    "ssn",
    "government_id",
    "plate_number",
    "financial_account",
    "electronic_identifier",
    "medical",
    "health_insurance",
)
DATA_ROLES = ("owns", "maintains")
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
FEDERAL_DATA = ("phi", "fti", "pci", "dppa", "ssi", "cji")
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
    """One fact: its kind, and the words it may take where it is a choice.

    Kinds: flag, text, texts, count, counts, amount, instant, days, word, words, by_state, and the maps
    `delay`, `notice_cost`, `licensee` and the lists of maps in `LISTS` (see `PARTS`).
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

FACTS: dict[str, Fact] = {
    "incident_kinds": Fact(kind="words", words=INCIDENT_KINDS),
    "occurred_at": _INSTANT,
    "discovered_at": _INSTANT,
    "determined_at": _INSTANT,
    "location": _TEXT,
    "physical_criminal_conduct": _FLAG,
    "computerized": _FLAG,
    "accessed": _FLAG,
    "acquired": _FLAG,
    "good_faith": _FLAG,
    "names_included": _FLAG,
    "pi_elements": Fact(kind="words", words=PI_ELEMENTS),
    "ssn_digits_visible": _COUNT,
    "id_digits_visible": _COUNT,
    "account_access_code_taken": _FLAG,
    "encrypted": _FLAG,
    "key_taken": _FLAG,
    "public_source": _FLAG,
    "residents": Fact(kind="by_state"),
    "data_role": Fact(kind="word", words=DATA_ROLES),
    "contractor_data_exposed": _FLAG,
    "investigated": _FLAG,
    "law_enforcement_consulted": _FLAG,
    "harm_unlikely": _FLAG,
    "own_procedures_followed": _FLAG,
    "regulator_procedures_followed": _FLAG,
    "readings": Fact(kind="readings"),
    "delay": Fact(kind="delay"),
    "notices_at_one_time": Fact(kind="counts"),
    "reachable": _COUNT,
    "unidentifiable": _COUNT,
    "planned_methods": Fact(kind="planned_methods"),
    "notice_cost": Fact(kind="notice_cost"),
    "infrastructure_data": _FLAG,
    "infrastructure_locations": Fact(kind="texts"),
    "attack_enabling": _FLAG,
    "message_board_control": _FLAG,
    "third_party_system": _FLAG,
    "vendor_notified_at": _INSTANT,
    "actual_knowledge_at": _INSTANT,
    "licensee": Fact(kind="licensee"),
    "closed_days": Fact(kind="days"),
    "sunshine_request_received_at": _INSTANT,
    "federal_data": Fact(kind="words", words=FEDERAL_DATA),
    "datasets": Fact(kind="datasets"),
    "parties": Fact(kind="parties"),
    "no_third_parties": _FLAG,
    "otherwise_unreadable": _FLAG,
    "id_digits_are_last": _FLAG,
    "financial_access": _FLAG,
    "code_required": _FLAG,
    "compromised": _FLAG,
    "substitute_recipients": _COUNT,
    "all_told": _FLAG,
    "financial_institution": _FLAG,
    "deceased": _COUNT,
    "disrupted_or_misused": _FLAG,
    "returned_unused": _FLAG,
    "determinations": Fact(kind="determinations"),
    "classification": _TEXT,
}

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
        "contact": _TEXT,
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
