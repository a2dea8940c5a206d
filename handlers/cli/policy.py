"""`breach policy`: check the packs, show what they cover, run their cases, compare two versions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handlers.cli.assess import DEFAULT_ZONE, enabled_packs
from handlers.cli.facts_file import plain, stop, wrong_input

if TYPE_CHECKING:
    from bot.assessment.cases import Bench, Case
    from bot.policy.source import Located

policy = typer.Typer(help="The policy and the laws as data.", no_args_is_help=True)

_FOLDER = typer.Argument(help="A folder of packs, instead of those that ship.")
_CASES = typer.Argument(help="Files of cases, or folders of them, instead of those that ship.")
_SHIPPED = Path(__file__).parents[2] / "tests" / "policy"


@policy.command("check")
def check(folder: Annotated[Path | None, _FOLDER] = None) -> None:
    """Read every pack and every notice strictly. Prints each fault with file, line and key; then the exit code is 2."""
    from bot.policy.load import load_packs
    from bot.policy.source import PackErrors
    from handlers.notices.texts import NoticeTexts

    try:
        packs = load_packs(folder)
        NoticeTexts(packs.notices)
    except PackErrors as error:
        for fault in error.faults:
            print(f"{fault}")
        stop(f"{len(error.faults)} faults; no pack is used until they are mended")
    laws = [*packs.laws.values(), *([packs.federal] if packs.federal else [])]
    print(f"{packs.policy.name} {packs.policy.version}: {len(packs.policy.rows)} rows")
    for law in laws:
        debatable = f", {len(law.readings)} debatable readings" if law.readings else ""
        rules = len(law.obligations) + len(law.decisions) + len(law.tasks) + len(law.records)
        rules += len(law.flags) + len(law.standing)
        print(f"{law.name} {law.version}: {rules} rules, verified on {law.verified_on}{debatable}")
    print(f"severity {packs.severity.version}: verified on {packs.severity.verified_on}")
    print(f"decisions: {len(packs.questions.named)} questions")
    print(f"notices: {len(packs.notices.kinds)} kinds, {len(packs.notices.fields)} fields")


@policy.command("coverage")
def coverage(folder: Annotated[Path | None, _FOLDER] = None) -> None:
    """Show how each provision and subsection is carried. Exit code 1 when one is carried by nothing, or when the policy
    or an enabled law says shall or must and text alone carries it.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from bot.policy.coverage import cover_law, cover_policy
    from bot.policy.load import load_packs

    with wrong_input():
        packs = load_packs(folder)
        enabled = {packs.policy.name, *enabled_packs()[0]}
    rows = list(cover_policy(packs.policy, packs.questions, packs.proposals))
    for law in [*packs.laws.values(), *([packs.federal] if packs.federal else [])]:
        rows.extend(cover_law(law))
    console = Console(highlight=False)
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for title in ("pack", "provision", "row", "verb", "how", "carried by"):
        table.add_column(title)
    for row in rows:
        by = "\n".join(escape(part) for part in row.by) or "NOTHING"
        how = ", ".join(row.how) if not row.only_text else "TEXT ALONE"
        if row.waits_for:
            how = f"NOT CARRIED: waits for the register of {', '.join(row.waits_for)}"
        style = "bold red" if not row.by else "yellow" if row.only_text or row.waits_for else None
        table.add_row(row.pack, escape(row.cite), row.id, row.modal or "", how, by, style=style)
    console.print(table)
    bare = [row for row in rows if not row.by]
    console.print(f"{len(rows)} provisions and subsections, {len(bare)} without anything that carries them")
    said = [row for row in rows if row.only_text]
    owed = [row for row in said if row.pack in enabled]
    console.print(f"{len(said)} say shall or must and are carried by text alone, {len(owed)} of them in enabled packs")
    waiting = [row for row in rows if row.waits_for]
    names = ", ".join(row.id or row.cite for row in waiting)
    print(f"{len(waiting)} wait for a register that this program does not keep, and are not carried: {names or 'none'}")
    if bare or owed:
        raise SystemExit(1)


@policy.command("cases")
def cases(
    paths: Annotated[list[Path] | None, _CASES] = None,
    packs: Annotated[Path | None, typer.Option(help="A folder of packs, instead of those that ship.")] = None,
) -> None:
    """Run the cases and print a table to sign. Exit code 1 when a case does not hold."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from bot.assessment.cases import run_case

    with wrong_input():
        bench = _bench(packs)
        found = [(file, case) for file in _files(paths or [_SHIPPED]) for case in _cases(file)]
    console = Console(highlight=False)
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for title in ("file", "case", "rules", "facts of this case", "expected", "holds"):
        table.add_column(title)
    failed = 0
    for file, case in found:
        wrong = _unknown_packs(case, bench) or run_case(case, bench)
        failed += bool(wrong)
        holds = "yes" if not wrong else "NO: " + "; ".join(wrong)
        cells = (file.name, case.name, ", ".join(case.rules), _said(case.facts), _said(case.expect), holds)
        table.add_row(*(escape(cell) for cell in cells), style="bold red" if wrong else None)
    console.print(table)
    console.print(f"{len(found)} cases, {failed} do not hold")
    console.print("Signed for the Chief Counsel's Office: ______________________   Date: ______________")
    if failed:
        raise SystemExit(1)


@policy.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="A pack file, or a folder of packs.")],
    new: Annotated[Path, typer.Argument(help="The other version.")],
) -> None:
    """Say in plain words what changed between two versions of a pack."""
    from bot.policy.difference import differences

    with wrong_input():
        pairs = _pairs(old, new)
        lines: list[str] = []
        for name, before, after in pairs:
            if before is None or after is None:
                lines.append(f"{name}: the whole pack was {'added' if before is None else 'removed'}.")
            else:
                lines.extend(f"{name}: {line}" for line in differences(before, after))
    for line in lines or ["Nothing changed."]:
        print(line)


@policy.command("rehearse")
def rehearse(
    old: Annotated[Path, typer.Argument(help="A folder of packs.")],
    new: Annotated[Path, typer.Argument(help="The changed folder of packs, before it is signed.")],
    incidents: Annotated[
        Path | None, typer.Argument(help="A folder of files of facts, one an incident; else all incidents on record.")
    ] = None,
    pack: Annotated[list[str] | None, typer.Option(help="A law pack to use, instead of the enabled ones.")] = None,
    on: Annotated[str | None, typer.Option(help="The day whose law is in force, such as 2026-11-21.")] = None,
) -> None:
    """Say in plain words which answers would change for past incidents under changed packs."""
    from bot.assessment.rehearsal import rehearse as changes
    from handlers.cli.assess import day_of, rules_of
    from handlers.cli.recorded import recorded_facts

    with wrong_input():
        from bot.policy.load import load_packs

        day, names = day_of(on), tuple(pack) if pack else None
        before, after = (rules_of(load_packs(_folder(folder)), names, (), day) for folder in (old, new))
    given = _facts_in(incidents) if incidents is not None else recorded_facts()
    found = changes(given, before, after)
    for one in found:
        was, now = one.was or "not there", one.now or "not there"
        print(f"{one.incident}: {one.name}: was {was}; would be {now}.")
    print(f"{len(given)} incidents, {len(found)} answers would change")


def _facts_in(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    from handlers.cli.facts_file import facts_tree

    with wrong_input():
        files = sorted(_folder(folder).glob("*.yaml"))
        if not files:
            stop(f"{folder}: holds no files of facts")
        found = [(file.stem, plain(tree) if (tree := facts_tree(str(file))) else {}) for file in files]
    for name, facts in found:
        if not isinstance(facts, dict):
            stop(f"{name}: must be a mapping of fact names to values")
    return found


def _folder(path: Path) -> Path:
    if not path.is_dir():
        stop(f"{path}: is not a folder")
    return path


def _pairs(old: Path, new: Path) -> "list[tuple[str, Located | None, Located | None]]":
    if old.is_dir() and new.is_dir():
        names = {path.relative_to(base) for base in (old, new) for path in base.rglob("*.yaml")}
        return [(str(name), _tree(old / name), _tree(new / name)) for name in sorted(names)]
    for path in (old, new):
        if not path.is_file():
            stop(f"{path}: is not a file; name two files, or two folders")
    return [(new.name, _tree(old), _tree(new))]


def _tree(path: Path) -> "Located | None":
    from bot.policy.load import read_text

    if not path.exists():
        return None
    return read_text(_text(path), path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{path}: cannot be read ({type(error).__name__})")


def _files(paths: list[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            stop(f"{path}: there is no such file or folder")
        files.extend(sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    if not files:
        stop(f"{paths[0]}: holds no cases")
    return files


def _cases(file: Path) -> "tuple[Case, ...]":
    from bot.assessment.cases import read_cases

    node = _tree(file)
    try:
        return read_cases(plain(node) if node is not None else {})
    except (ValueError, AttributeError, TypeError) as error:
        stop(f"{file.name}: {error}")


def _bench(folder: Path | None) -> "Bench":
    from zoneinfo import ZoneInfo

    from bot.assessment.cases import Bench
    from bot.policy.load import load_packs

    packs = load_packs(folder)
    return Bench(
        policy=packs.policy,
        laws=packs.laws,
        federal=packs.federal,
        calendars=packs.calendars,
        zone=ZoneInfo(DEFAULT_ZONE),
    )


def _unknown_packs(case: "Case", bench: "Bench") -> tuple[str, ...]:
    return tuple(f"there is no pack {name}" for name in case.packs if name not in bench.laws)


def _said(given: Any) -> str:
    if isinstance(given, dict):
        return "; ".join(f"{name} {_said(value)}" for name, value in given.items())
    if isinstance(given, list):
        return ", ".join(_said(item) for item in given) or "none"
    if given is None or isinstance(given, bool):
        return "unknown" if given is None else str(given).lower()
    return str(given)
