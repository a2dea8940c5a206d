"""One law asked about one set of facts, under one choice of its debatable readings."""

from collections.abc import Mapping
from typing import Any

from bot.assessment.answer import Reason
from bot.assessment.prepared import BREACH, PreparedLaw
from bot.kleene import Kleene, all_of
from bot.policy.law import Obligation

_AS_STATUS = {True: "yes", False: "no", None: "unresolved"}


class Judgement:
    """Answers by name, each worked out once. `holds`: readings set aside (False) or confirmed."""

    def __init__(self, prepared: PreparedLaw, known: Mapping[str, Any], holds: Mapping[str, bool]) -> None:
        self.prepared = prepared
        self.law = prepared.law
        self.known = known
        self.touched: set[str] = set()
        self.why: tuple[Reason, ...] | None = None
        self._holds = holds
        self._steps: dict[str, Kleene] = {}
        self._taken: dict[str, Kleene] = {}
        self._statuses: dict[str, str] = {}
        self._owes: dict[str, Kleene] = {}
        self._open_exemptions: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._needs: dict[str, tuple[str, ...]] = {}

    def step(self, name: str) -> Kleene:
        """Whether a step is met; `breach` is the law's own verdict."""
        steps = self._steps
        if name in steps:
            return steps[name]
        value = steps[name] = self._breach() if name == BREACH else self.prepared.steps[name].value(self)
        return value

    def taken(self, name: str) -> Kleene:
        """Whether an exemption was recorded and is accepted; unknown only where it was recorded."""
        if name not in self._taken:
            made, checks = self.prepared.exemptions[name]
            recorded = made.value(self) is True
            self._taken[name] = recorded and all_of(check.value(self) for check in checks)
        return self._taken[name]

    def reading(self, name: str) -> bool:
        """Whether the pack's reading is followed; remembers that it was asked."""
        self.touched.add(name)
        return self._holds.get(name, True)

    def owed(self, statuses: tuple[str, ...]) -> Kleene:
        """Whether some obligation of this law has one of the statuses."""
        found = [self.status(rule) for rule in self.law.obligations]
        if any(status in statuses for status in found):
            return True
        return None if "unresolved" in found else False

    def verdict(self) -> str:
        """The law's breach: yes, no or unresolved."""
        return _AS_STATUS[self.step(BREACH)]

    def _breach(self) -> Kleene:
        breach = self.law.breach
        assert breach is not None  # noqa: S101  (the loader refuses the step without the verdict)
        met = all_of(self.step(name) for name in breach.steps)
        return self._less_exemptions(met, breach.exemptions)

    def _less_exemptions(self, met: Kleene, exemptions: tuple[str, ...]) -> Kleene:
        """A duty after the exemptions that remove it: one taken removes it whatever else is unknown."""
        for name in exemptions:
            if self.law.exemptions[name].effect != "not_required":
                continue
            taken = self.taken(name)
            if taken is True:
                return False
            if taken is None and met is True:
                met = None
        return met

    def status(self, rule: Obligation) -> str:
        """The status of an obligation, in the words of ASSESS."""
        if rule.id not in self._statuses:
            self._statuses[rule.id] = self._status(rule)
        return self._statuses[rule.id]

    def owes(self, rule: Obligation) -> Kleene:
        """Whether the duty is there at all, before delays and grounds."""
        if rule.id not in self._owes:
            self._owes[rule.id] = self._owed(rule)
        return self._owes[rule.id]

    def _owed(self, rule: Obligation) -> Kleene:
        if not self.prepared.in_force[rule.id]:
            return False
        parts = [self.step(name) for name in rule.requires]
        if rule.depends_on is not None:
            above = self.status(self.prepared.obligations[rule.depends_on])
            parts.append({"not_required": False, "unresolved": None}.get(above, True))
        return self._less_exemptions(all_of(parts), rule.exemptions)

    def _status(self, rule: Obligation) -> str:
        owes = self.owes(rule)
        if owes is False:
            return "not_required"
        if owes is None:
            return "unresolved"
        if rule.grounds:
            return self._ground_status(rule)
        delays = [self.taken(name) for name in rule.exemptions if self._delays(name)]
        if rule.depends_on is not None:
            delays.append(self.status(self.prepared.obligations[rule.depends_on]) == "delayed")
        if True in delays:
            return "delayed"
        return "unresolved" if None in delays else "required"

    def _delays(self, name: str) -> bool:
        return self.law.exemptions[name].effect == "delayed"

    def _ground_status(self, rule: Obligation) -> str:
        nodes = self.prepared.grounds[rule.id]
        whole = [node.value(self) for ground, node in nodes if ground.whole]
        part = [node.value(self) for ground, node in nodes if not ground.whole]
        if True in whole:
            return "available"
        if None in whole or (None in part and True not in part):
            return "unresolved"
        return "subset_only" if True in part else "not_available"

    def step_needs(self, name: str, out: list[str]) -> None:
        """Adds the facts that keep a step open."""
        if name != BREACH:
            self.prepared.steps[name].needs(self, out)
            return
        assert self.law.breach is not None  # noqa: S101 - for the type checker: prepared laws have it
        for step in self.law.breach.steps:
            if self.step(step) is None:
                self.step_needs(step, out)
        for exemption in self.law.breach.exemptions:
            if self.taken(exemption) is None:
                self.taken_needs(exemption, out)

    def taken_needs(self, name: str, out: list[str]) -> None:
        """Adds the facts that keep a recorded exemption undecided."""
        for check in self.prepared.exemptions[name][1]:
            if check.value(self) is None:
                check.needs(self, out)

    def owed_needs(self, statuses: tuple[str, ...], out: list[str]) -> None:
        """Adds what the open obligations of this law need."""
        for rule in self.law.obligations:
            if self.status(rule) == "unresolved":
                out.extend(self.needs(rule))

    def needs(self, rule: Obligation) -> tuple[str, ...]:
        """The facts that could still change an unresolved obligation, each once; empty when it is settled."""
        if self.status(rule) != "unresolved":
            return ()
        if rule.id not in self._needs:
            self._needs[rule.id] = tuple(dict.fromkeys(self._open(rule)))
        return self._needs[rule.id]

    def _open(self, rule: Obligation) -> list[str]:
        out: list[str] = []
        if self.owes(rule) is None:
            for step in rule.requires:
                if self.step(step) is None:
                    self.step_needs(step, out)
            if rule.depends_on is not None:
                out.extend(self.needs(self.prepared.obligations[rule.depends_on]))
        for exemption in rule.exemptions:
            if self.taken(exemption) is None:
                self.taken_needs(exemption, out)
        nodes = self.prepared.grounds[rule.id]
        settled = any(not ground.whole and node.value(self) is True for ground, node in nodes)
        if not any(ground.whole and node.value(self) is True for ground, node in nodes):
            for ground, node in nodes:
                if node.value(self) is None and (ground.whole or not settled):
                    node.needs(self, out)
        return out

    def breach_needs(self) -> tuple[str, ...]:
        """The facts that could still change an unresolved breach."""
        out: list[str] = []
        if self.step(BREACH) is None:
            self.step_needs(BREACH, out)
        return tuple(dict.fromkeys(out))

    def could_change(self, exemptions: tuple[str, ...]) -> tuple[str, ...]:
        """The facts of the exemptions that nobody has recorded yet."""
        if exemptions not in self._open_exemptions:
            facts = dict.fromkeys(self.law.exemptions[name].fact for name in exemptions)
            self._open_exemptions[exemptions] = tuple(fact for fact in facts if self.known.get(fact) is None)
        return self._open_exemptions[exemptions]
