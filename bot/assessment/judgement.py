"""One law asked about one incident, under one choice of its debatable readings.

With several data sets the steps are asked of each set by itself: one set is enough for a duty, and a duty falls away
only when it falls away for every set. What depends on a duty, its grounds and delays are asked of the incident.
"""

from collections.abc import Mapping
from typing import Any

from bot.assessment.prepared import BREACH, PreparedLaw
from bot.assessment.result import Reason
from bot.kleene import Kleene, all_of, any_of
from bot.policy.law import Obligation

_AS_STATUS = {True: "yes", False: "no", None: "unresolved"}


class Judgement:
    """Answers by name, each worked out once. `holds`: readings set aside (False) or confirmed.

    `sets`: the judgements on each data set, where there are several. `found`: CCO determined that there is a breach.
    """

    def __init__(
        self,
        prepared: PreparedLaw,
        known: Mapping[str, Any],
        holds: Mapping[str, bool],
        *,
        sets: "tuple[Judgement, ...]" = (),
        found: bool = False,
    ) -> None:
        self.sets = sets
        self.found = found
        self.prepared = prepared
        self.law = prepared.law
        self.known = known
        self._touched: set[str] = set()
        self.why: tuple[Reason, ...] | None = None
        self._holds = holds
        self._steps: dict[str, Kleene] = {}
        self._taken: dict[str, Kleene] = {}
        self._statuses: dict[str, str] = {}
        self._owes: dict[str, Kleene] = {}
        self._open_exemptions: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._needs: dict[str, tuple[str, ...]] = {}

    @property
    def touched(self) -> frozenset[str]:
        """The readings that were asked."""
        return frozenset(self._touched).union(*(one.touched for one in self.sets))

    @property
    def parts(self) -> "tuple[Judgement, ...]":
        """The judgements that decide: of each data set, or this one alone."""
        return self.sets or (self,)

    def only(self, sets: tuple[int, ...]) -> "Judgement":
        """The same judgement on some of its data sets; none named: on all."""
        if not self.sets or not sets:
            return self
        kept = tuple(self.sets[i] for i in sets)
        return Judgement(self.prepared, self.known, self._holds, sets=kept, found=self.found)

    def again(self, holds: Mapping[str, bool], *, found: bool = False) -> "Judgement":
        """The same facts judged under another choice of readings, or with a breach that CCO found."""
        sets = tuple(one.again(holds, found=found) for one in self.sets)
        return Judgement(self.prepared, self.known, holds, sets=sets, found=found)

    @property
    def holds(self) -> Mapping[str, bool]:
        """The readings that CCO answered."""
        return self._holds

    def step(self, name: str) -> Kleene:
        """Whether a step is met, by some data set; `breach` is the law's own verdict."""
        steps = self._steps
        if name in steps:
            return steps[name]
        if self.sets:
            value = any_of(one.step(name) for one in self.sets)
        else:
            value = self._breach() if name == BREACH else self.prepared.steps[name].value(self)
        steps[name] = value
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
        self._touched.add(name)
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
        if self.found:
            return True
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
        if self.sets and rule.depends_on is None:
            return any_of(one.owes(rule) for one in self.sets)
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
        # Whoever cannot be reached may have it, whatever is still open about the others.
        if True in part:
            return "subset_only"
        return "unresolved" if None in whole or None in part else "not_available"

    def step_needs(self, name: str, out: list[str]) -> None:
        """Adds the facts that keep a step open."""
        if self.sets:
            for one in self.sets:
                if one.step(name) is None:
                    one.step_needs(name, out)
            return
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
        """The facts that could still change an open obligation, each once; empty when it is settled."""
        if self.status(rule) not in ("unresolved", "subset_only"):
            return ()
        if rule.id not in self._needs:
            self._needs[rule.id] = tuple(dict.fromkeys(self._open(rule)))
        return self._needs[rule.id]

    def _open(self, rule: Obligation) -> list[str]:
        out: list[str] = []
        if self.sets and rule.depends_on is None:
            for one in self.sets:
                if one.owes(rule) is None:
                    out.extend(one._open(rule))
        elif self.owes(rule) is None:
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
