"""Whole stories, and the notices that they call for. `python -m tests.notices.stories` rewrites the golden files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.assessment.facts import read_facts
from bot.department import Department
from bot.notice.check import check_notice
from bot.notice.fill import MergeData, addressees, fill
from bot.notice.finding import Finding
from bot.notice.kinds import Kind, Notices
from bot.policy.department import parse_department
from bot.policy.load import load_packs
from bot.recipients import Recipient, Recipients
from handlers.notices.texts import Draft, NoticeTexts

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
STORIES = tuple(sorted(path.stem for path in (HERE / "stories").glob("*.yaml")))
CHECKED = date(2026, 11, 21)
SHERIFFS = tuple(
    Recipient(name=f"{county} Sheriff's Office", place=county, phone=phone, verified_on=CHECKED)
    for county, phone in (("Cole County", "573-555-0160"), ("Scott County", "573-555-0161"))
)
DIRECTOR = Recipient(
    name="Missouri Department of Commerce and Insurance",
    web="apps.dci.mo.gov/forms/CybersecurityEventNotification",
    verified_on=CHECKED,
)


@cache
def notices() -> Notices:
    """The notices that ship."""
    return load_packs().notices


@cache
def texts() -> NoticeTexts:
    """Their templates."""
    return NoticeTexts(notices())


@cache
def department() -> Department:
    """The example's department, with sheriffs and the director of insurance."""
    example = HERE.parents[1] / "examples" / "department.yaml"
    read = parse_department(example.read_text(encoding="utf-8"), example.name)
    groups = {**read.recipients.groups, "law_enforcement": SHERIFFS, "insurance_director": (DIRECTOR,)}
    return replace(read, recipients=Recipients(groups=groups, stale_after=read.recipients.stale_after))


@dataclass(frozen=True, kw_only=True)
class Story:
    """One story: its sheet, the day it is told, whether the law asks for its notices, and their kinds."""

    name: str
    merge_data: MergeData
    today: date
    owed: bool
    kinds: tuple[Kind, ...]


@cache
def story(name: str) -> Story:
    """A story by its name."""
    read: dict[str, Any] = yaml.safe_load((HERE / "stories" / f"{name}.yaml").read_text(encoding="utf-8"))
    merge_data = MergeData(
        facts=read_facts(read["facts"]), department=department(), answers=read["answers"], number=read["number"]
    )
    kinds = tuple(notices().kinds[kind] for kind in read["kinds"])
    return Story(name=name, merge_data=merge_data, today=read["today"], owed=read["owed"], kinds=kinds)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One notice of a story: its file below `golden/`, its kind, its sheet and its draft."""

    file: str
    story: Story
    kind: Kind
    merge_data: MergeData
    draft: Draft

    def findings(self, text: str | None = None, **changed: Any) -> tuple[Finding, ...]:
        """What the check finds in this notice, or in another text in its place."""
        given = {"merge_data": self.merge_data, "today": self.story.today, "owed": self.story.owed, **changed}
        return check_notice(self.draft.text if text is None else text, kind=self.kind, notices=notices(), **given)


def notices_of(name: str) -> Iterator[Notice]:
    """Every notice of a story, one for each addressee."""
    told = story(name)
    for kind in told.kinds:
        for to, each in addressees(kind, told.merge_data.department, told.merge_data.facts):
            merge_data = replace(told.merge_data, to=to, each=each)
            whom = each or (to.name if to and kind.for_each else None)
            file = "-".join(part for part in (kind.id, re.sub(r"\W+", "_", whom.lower()) if whom else None) if part)
            draft = texts().draft(kind, fill(notices(), merge_data))
            yield Notice(file=f"{name}/{file}.txt", story=told, kind=kind, merge_data=merge_data, draft=draft)


@cache
def notice(name: str, kind: str) -> Notice:
    """The first notice of a kind in a story."""
    return next(one for one in notices_of(name) if one.kind.id == kind)


def rewrite() -> None:
    """Writes every golden file anew; read what changed before you keep it."""
    for old in GOLDEN.glob("*/*.txt"):
        old.unlink()
    for name in STORIES:
        for one in notices_of(name):
            path = GOLDEN / one.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(one.draft.text, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
