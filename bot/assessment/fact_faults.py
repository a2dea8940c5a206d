"""What is wrong with given facts: values, each naming its fact; the sentences stand in the pack."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FactFault:
    """One refused fact: its dotted name, the name of the sentence in the pack, and the sentence's values."""

    fact: str
    name: str
    values: tuple[tuple[str, str], ...] = ()


class FactErrors(Exception):  # noqa: N818  (it holds many)
    """The facts cannot be used. `faults` names every refused fact."""

    def __init__(self, faults: list[FactFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.fact}: {fault.name}" for fault in faults))
