"""An assessment as a page for the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.assessment.result import Assessment, ObligationAnswer, Reason


def page(answer: Assessment) -> None:
    """Prints two verdicts, each obligation with its reasons, and what there is to decide, to do and to keep."""
    console = Console(highlight=False)
    incident, breach = answer.policy_incident, answer.statutory_breach
    console.print(f"[bold]Policy incident:[/] {incident.status}")
    _reasons(console, incident.reasons)
    mark = f"  [yellow]debatable: {breach.reading}[/]" if breach.debatable else ""
    alone = f", the rules alone: {breach.rule_status}" if breach.settled_by else ""
    console.print(f"[bold]Statutory breach[/] ({breach.law or 'no law'}): {breach.status}{alone}{mark}")
    _reasons(console, breach.reasons)
    _needs(console, breach.needs)
    for obligation in answer.obligations:
        _obligation(console, obligation)
    for title, rows in (
        ("Decisions", [(d.id, ", ".join(d.roles), d.question) for d in answer.decisions]),
        ("Tasks", [(t.id, t.role, t.title + (f" ({t.for_each})" if t.for_each else "")) for t in answer.tasks]),
        ("Still open", [(u.id, u.kind, "needs " + ", ".join(u.needs)) for u in answer.unsettled]),
        ("Flags", [(f.id, f.status, f"due {f.due.isoformat()}" if f.due else "no date") for f in answer.flags]),
        ("Records", [(r.id, r.cite, f"keep until {r.keep_until or 'the start is known'}") for r in answer.records]),
        ("Marks", [(m.fact, "", m.text) for m in answer.marks]),
    ):
        if rows:
            table = Table(title=title, title_justify="left", box=None, padding=(0, 1), show_header=False)
            for row in rows:
                table.add_row(*(escape(cell) for cell in row))
            console.print(table)


def _obligation(console: Console, obligation: ObligationAnswer) -> None:
    due = f", due {obligation.due.isoformat()}" if obligation.due else ""
    mark = f"  [yellow]debatable: {obligation.reading}[/]" if obligation.debatable else ""
    name = escape(f"{obligation.id} for {obligation.subject}" if obligation.subject else obligation.id)
    alone = f", the rules alone: {obligation.rule_status}" if obligation.settled_by else ""
    cite = f" [dim]{escape(obligation.cite)}[/]"
    console.print(f"[bold]{name}[/] ({obligation.law}): {obligation.status}{alone}{due}{mark}{cite}")
    _reasons(console, obligation.reasons)
    for method in obligation.methods_refused:
        console.print(f"  [yellow]refused: {method.kind}[/]")
        _reasons(console, method.reasons)
    for other in obligation.alternatives:
        console.print(f"  otherwise {other.due.isoformat()}: {escape(other.reason)}")
    _needs(console, obligation.needs)


def _reasons(console: Console, reasons: tuple[Reason, ...]) -> None:
    for reason in reasons:
        console.print(f"  {escape(reason.text)} [dim]{escape(reason.cite)}[/]")


def _needs(console: Console, needs: tuple[str, ...]) -> None:
    if needs:
        console.print(f"  [yellow]needs {', '.join(needs)}[/]")
