"""What can be asked of the bot about an incident's data sets and third parties (policy 1, 6; RSMo 407.1500.1(9)).

`base` is the version of the row that the form showed (`row_version`): two people who edit different rows both keep
theirs, and nobody overwrites a row unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, kw_only=True)
class AddDataSet:
    """A data set is involved. `values`: parts of `datasets` as plain JSON; `owner`: the party whose data it is, by id
    or, when it is not on the list yet, by `owner_name`."""

    key: str
    actor: str
    incident: int
    values: Mapping[str, Any]
    owner: str | None = None
    owner_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeDataSet:
    """What is known of a data set changes; the elements of a kind that stays keep what is known of them."""

    key: str
    actor: str
    incident: int
    dataset: str
    base: str
    values: Mapping[str, Any]
    owner: str | None = None
    owner_name: str = ""


@dataclass(frozen=True, kw_only=True)
class DescribeElement:
    """What is known of one kind of personal information in a data set: its protection, key, digits, code."""

    key: str
    actor: str
    incident: int
    dataset: str
    kind: str
    base: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RemoveDataSet:
    """A data set is not involved after all."""

    key: str
    actor: str
    incident: int
    dataset: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddParty:
    """A third party is involved or impacted. `values`: parts of `parties` as plain JSON."""

    key: str
    actor: str
    incident: int
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ChangeParty:
    """What is known of a third party changes."""

    key: str
    actor: str
    incident: int
    party: str
    base: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RemoveParty:
    """A third party is neither involved nor impacted after all."""

    key: str
    actor: str
    incident: int
    party: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignNoParties:
    """AI signs that no third party is involved or impacted (policy 6: none is an answer)."""

    key: str
    actor: str
    incident: int


InvolvedCommand: TypeAlias = (
    AddDataSet | ChangeDataSet | DescribeElement | RemoveDataSet | AddParty | ChangeParty | RemoveParty | SignNoParties
)
