"""The shape of the department's policy: what `load_policy` gives and everything else reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.condition import Condition

KINDS = ("task", "decision", "standing", "consequence", "general", "definition")
SENTENCES = {
    "checklist": ("department_practice",),
    "assessment": (
        "no_breach_law",
        "no_pack",
        "no_pack_cite",
        "residents_between",
        "residents_at_least",
        "state_consumers",
        "after_the_day",
        "out_of_order",
        "more_than_residents",
        "flag_is_off",
    ),
    "refusals": (
        "not_a_map",
        "unknown_fact",
        "not_a_flag",
        "not_a_text",
        "not_a_count",
        "negative",
        "absurd",
        "not_an_amount",
        "not_an_instant",
        "no_offset",
        "not_a_day",
        "not_a_word",
        "not_a_list",
        "not_a_state",
        "not_a_map_of_states",
        "not_a_map_of_parts",
        "missing_part",
        "answered_twice",
        "not_a_reading",
        "far_year",
        "same_id_twice",
        "flat_and_datasets",
        "no_such_dataset",
        "none_and_parties",
        "more_than_people",
        "not_an_obligation",
        "discovered_before_occurred",
        "too_many_digits",
        "in_the_future",
    ),
}
"""The sentences that the checklists and the assessment ask of `sentences.yaml`, by group."""

FOR_EACH = ("infrastructure_locations", "contractors")


@dataclass(frozen=True, kw_only=True)
class Role:
    """An office or person with duties. `takes_part`: invited into every incident channel."""

    code: str
    office: str
    takes_part: bool


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """The telephone that POL-3 names: a Slack report does not replace the call."""

    office: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the policy (LAW.md section 4). Times: none but the policy's own words, in `time_word`.

    `roles`: who bears the duty, the lead first; each of them has it on its checklist. `helps`: who assists
    or guides. `owner_default`: who owns it while the configuration names nobody, where the policy names no
    office. `when`: None applies to every report. `question`: what a person decides, for a decision, or for a
    task that holds one.
    `carried_by`: what carries a row that is neither task nor decision, for coverage.
    """

    id: str
    cite: str
    kind: str
    modal: str | None
    roles: tuple[str, ...]
    helps: tuple[str, ...]
    owner_default: str | None
    time_word: str | None
    when: Condition | None
    title: str
    text: str
    quote: str
    question: str | None
    evidence: str
    for_each: str | None
    debatable: bool
    notes: str | None
    carried_by: tuple[str, ...]
    statement: str | None = None
    """What to ask in words when the task is done: a finding, a list, a signature."""

    @property
    def bearers(self) -> tuple[str, ...]:
        """The roles that have the row on their checklist, the lead first."""
        return (self.owner_default,) if self.owner_default else self.roles

    @property
    def lead(self) -> str:
        """The role that answers for the row: the default owner, else the first named, else DEPT."""
        return self.bearers[0] if self.bearers else "DEPT"


@dataclass(frozen=True, kw_only=True)
class Tension:
    """Two passages, of the policy or of the policy and a law, that pull apart: recorded, not resolved."""

    id: str
    rows: tuple[str, ...]
    text: str
    handling: str


@dataclass(frozen=True, kw_only=True)
class IncidentTest:
    """When a report is a policy incident, and the sentences that say so."""

    cite: str
    when: Condition
    met: str
    unmet: str
    unknown: str


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The department's policy as data, in the order of the policy."""

    name: str
    title: str
    version: str
    verified_on: date
    report_line: ReportLine
    rows: tuple[Row, ...]
    roles: tuple[Role, ...]
    incident: IncidentTest
    tensions: tuple[Tension, ...]
    sentences: Mapping[str, str]

    def row(self, row_id: str) -> Row:
        """The row with this id. Raises KeyError when the policy has none."""
        for row in self.rows:
            if row.id == row_id:
                return row
        raise KeyError(row_id)

    def role(self, code: str) -> Role:
        """The role with this code. Raises KeyError when there is none."""
        for role in self.roles:
            if role.code == code:
                return role
        raise KeyError(code)

    def sentence(self, name: str, **values: str) -> str:
        """A sentence of `sentences.yaml` with its values filled in. Raises KeyError for an unknown name."""
        return self.sentences[name].format(**values)

    def checklist(self, role: str) -> tuple[Row, ...]:
        """The tasks that every report gives to a role, in policy order. Raises KeyError: unknown role."""
        self.role(role)
        return tuple(row for row in self.rows if row.kind == "task" and row.when is None and role in row.bearers)
