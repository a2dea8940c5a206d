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
    "financial_account",
    "electronic_identifier",
    "medical",
    "health_insurance",
)
DATA_ROLES = ("owns", "maintains")
DELAY_REASONS = ("impede_investigation", "national_security", "homeland_security", "other")
METHOD_KINDS = ("written", "email", "telephone", "voicemail")
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
    `delay`, `notice_cost`, `licensee` and the lists of maps `readings`, `planned_methods` (see `PARTS`).
    """

    kind: str
    words: tuple[str, ...] = ()


_FLAG, _COUNT = Fact(kind="flag"), Fact(kind="count")
_INSTANT, _TEXT = Fact(kind="instant"), Fact(kind="text")
_LISTS = ("planned_methods", "readings")

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
}

PARTS: dict[str, dict[str, Fact]] = {
    "delay": {
        "officer": _TEXT,
        "agency": _TEXT,
        "reason": Fact(kind="word", words=DELAY_REASONS),
        "in_writing": _FLAG,
        "requested_at": _INSTANT,
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
}


def fact_at(path: str) -> Fact | None:
    """The fact that a path such as `residents.MO` or `delay.officer` names; None when there is none."""
    name, _, part = path.partition(".")
    fact = FACTS.get(name)
    if fact is None or not part:
        return fact
    if fact.kind == "by_state":
        return _COUNT if part in STATES else None
    return PARTS[name].get(part) if fact.kind in PARTS and fact.kind not in _LISTS else None
