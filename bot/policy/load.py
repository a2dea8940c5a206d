"""Every pack of a folder. A broken pack is refused with every fault at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.calendars import AddedHoliday, Calendar
from bot.notice.kinds import Notices
from bot.policy.fact_words import FactWords, read_fact_words
from bot.policy.fields import Fields
from bot.policy.law import Law
from bot.policy.law_pack import read_law
from bot.policy.notice_pack import read_notices
from bot.policy.proposals import Proposals, read_proposals
from bot.policy.questions import Questions, read_questions
from bot.policy.reminders import read_reminders
from bot.policy.rows import read_policy, read_roles, read_sentences
from bot.policy.schema import Policy
from bot.policy.severity import read_severity
from bot.policy.source import Fault, Faults, Located, PackErrors, parse, read_file
from bot.reminders import Reminders
from bot.severity_method import Method

__all__ = [
    "FOLDER",
    "Fault",
    "PackErrors",
    "Packs",
    "load_calendars",
    "load_fact_words",
    "load_laws",
    "load_notices",
    "load_packs",
    "load_policy",
    "load_proposals",
    "load_questions",
    "load_reminders",
    "load_severity",
    "read_text",
]

FOLDER = Path(__file__).parent
CALENDAR_READINGS = ("conservative", "state", "closed", "state_closed")
FEDERAL = "us_federal"


@dataclass(frozen=True, kw_only=True)
class Packs:
    """Everything that ships: the policy, laws, federal flags, calendars, reminders, questions, notices, proposals."""

    policy: Policy
    laws: Mapping[str, Law]
    federal: Law | None
    calendars: Mapping[str, Calendar]
    reminders: Reminders
    questions: Questions
    severity: Method
    notices: Notices
    proposals: Proposals

    @property
    def readings(self) -> frozenset[str]:
        """The ids of every debatable reading of every law."""
        return frozenset(name for law in self.laws.values() for name in law.readings)

    @property
    def obligation_ids(self) -> frozenset[str]:
        """The ids of every obligation of every law: what a determination may name."""
        return frozenset(rule.id for law in self.laws.values() for rule in law.obligations)


def load_packs(folder: Path | None = None) -> Packs:
    """Every pack of a folder. Raises PackErrors."""
    policy = load_policy(folder)
    calendars = load_calendars(folder)
    codes = frozenset(role.code for role in policy.roles)
    laws = dict(load_laws(folder, codes=codes, calendars=frozenset(calendars)))
    notices = load_notices(policy, laws, folder)
    questions = load_questions(policy, laws, folder)
    return Packs(
        policy=policy,
        federal=laws.pop(FEDERAL, None),
        laws=laws,
        calendars=calendars,
        reminders=load_reminders(folder),
        questions=questions,
        proposals=load_proposals(policy, questions, folder),
        severity=load_severity(folder),
        notices=notices,
    )


@lru_cache(maxsize=1)
def load_fact_words() -> FactWords:
    """The words of the facts, of `facts.yaml`: part of the program like the vocabulary itself. Raises PackErrors."""
    faults, node = read_file(FOLDER, "facts.yaml")
    words = read_fact_words(Fields(node, "", faults))
    _refuse(faults)
    return words


def load_policy(folder: Path | None = None) -> Policy:
    """The department's policy with its roles and sentences.

    Reads `department_policy.yaml`, `roles.yaml` and `sentences.yaml`. Raises PackErrors with every fault of
    all of them (file, line, key, sentence).
    """
    folder = folder or FOLDER
    roles_file, roles_node = read_file(folder, "roles.yaml")
    sentences_file, sentences_node = read_file(folder, "sentences.yaml")
    policy_file, policy_node = read_file(folder, "department_policy.yaml")
    roles = read_roles(Fields(roles_node, "", roles_file))
    sentences = read_sentences(Fields(sentences_node, "", sentences_file))
    policy = read_policy(Fields(policy_node, "", policy_file), roles, sentences)
    _refuse(roles_file, sentences_file, policy_file)
    return policy


def load_laws(folder: Path | None = None, *, codes: frozenset[str], calendars: frozenset[str]) -> Mapping[str, Law]:
    """Every law pack of `laws/`, by name. `codes`: the department's roles; `calendars`: the known ones.

    Raises PackErrors with every fault of every pack.
    """
    laws: dict[str, Law] = {}
    files: list[Faults] = []
    for path in sorted(((folder or FOLDER) / "laws").glob("*.yaml")):
        faults, node = read_file(path.parent, path.name, shown=f"laws/{path.name}")
        files.append(faults)
        fields = Fields(node, "", faults)
        law = read_law(fields, codes)
        if law.name != path.stem:
            fields.fault("name", f"is {law.name}, but the file is {path.name}")
        clocks = [rule.clock for rule in law.obligations] + [flag.clock for flag in law.flags]
        for name in {clock.calendar for clock in clocks} - calendars - {None}:
            fields.fault("calendar", f"there is no calendar {name}")
        laws[path.stem] = law
    _refuse(*files)
    return laws


def load_questions(policy: Policy, laws: Mapping[str, Law], folder: Path | None = None) -> Questions:
    """The questions of `questions.yaml`, in the words of the policy's rows and the laws. Raises PackErrors."""
    faults, node = read_file(folder or FOLDER, "questions.yaml")
    questions = read_questions(Fields(node, "", faults), policy, laws)
    _refuse(faults)
    return questions


def load_reminders(folder: Path | None = None) -> Reminders:
    """The cadences of `reminders.yaml`: configuration, not policy. Raises PackErrors."""
    folder = folder or FOLDER
    faults, node = read_file(folder, "reminders.yaml")
    calendars = {path.stem for path in (folder / "calendars").glob("*.yaml")}
    reminders = read_reminders(Fields(node, "", faults), calendars)
    _refuse(faults)
    return reminders


def load_proposals(policy: Policy, questions: Questions, folder: Path | None = None) -> Proposals:
    """What must be asked before closing and what words propose, of `proposals.yaml`. Raises PackErrors."""
    faults, node = read_file(folder or FOLDER, "proposals.yaml")
    found = read_proposals(Fields(node, "", faults), {row.id for row in policy.rows}, questions.named)
    _refuse(faults)
    return found


def load_severity(folder: Path | None = None) -> Method:
    """The severity method of `severity.yaml`. Raises PackErrors."""
    faults, node = read_file(folder or FOLDER, "severity.yaml")
    method = read_severity(Fields(node, "", faults))
    _refuse(faults)
    return method


def load_notices(policy: Policy, laws: Mapping[str, Law], folder: Path | None = None) -> Notices:
    """`notices.yaml` and the kinds of `notices/`, one file a law or policy. Raises PackErrors."""
    folder = folder or FOLDER
    faults, node = read_file(folder, "notices.yaml")
    files, packs = [faults], {}
    for path in sorted((folder / "notices").glob("*.yaml")):
        file, pack = read_file(path.parent, path.name, shown=f"notices/{path.name}")
        files.append(file)
        packs[path.stem] = Fields(pack, "", file)
    notices = read_notices(
        Fields(node, "", faults),
        packs,
        laws=laws,
        roles=[role.code for role in policy.roles],
        decisions=[row.id for row in policy.rows if row.kind == "decision"],
        tasks=[row.id for row in policy.rows if row.kind == "task"],
    )
    _refuse(*files)
    return notices


def load_calendars(folder: Path | None = None) -> Mapping[str, Calendar]:
    """Every calendar of `calendars/`, by name. Raises PackErrors."""
    calendars: dict[str, Calendar] = {}
    files: list[Faults] = []
    for path in sorted(((folder or FOLDER) / "calendars").glob("*.yaml")):
        faults, node = read_file(path.parent, path.name, shown=f"calendars/{path.name}")
        files.append(faults)
        calendars[path.stem] = _read_calendar(Fields(node, "", faults))
    _refuse(*files)
    return calendars


def read_text(text: str, file: str) -> Located | None:
    """The strict tree of one YAML text that is not a pack: facts, cases, configuration. Raises PackErrors."""
    faults = Faults(file=file)
    node = parse(text, faults)
    _refuse(faults)
    return node


def _read_calendar(fields: Fields) -> Calendar:
    added = []
    for item in fields.items("added"):
        added.append(
            AddedHoliday(name=item.text("name"), month=item.whole("month"), day=item.whole("day")),
        )
        item.close()
    texts_node = fields.required("texts") or Located(value={}, line=1)
    texts = Fields(texts_node, "texts", fields.faults)
    calendar = Calendar(
        name=fields.text("name"),
        country=fields.text("country"),
        subdivision=fields.text("subdivision"),
        timezone=fields.text("timezone"),
        cite=fields.text("cite"),
        verified_on=fields.day("verified_on"),
        added=tuple(added),
        texts={name: texts.text(name) for name in CALENDAR_READINGS},
    )
    texts.close()
    fields.close()
    return calendar


def _refuse(*files: Faults) -> None:
    found = [fault for file in files for fault in file.found]
    if found:
        raise PackErrors(found)
