"""The command line `breach`: one file a subcommand. Errors are one line on standard error, exit code 2."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer


def main() -> None:
    """Entry point of the `breach` program."""
    import io
    import os
    import sys

    from handlers.cli.mistakes import surprises

    os.umask(0o077)  # whatever this program writes is its owner's alone
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 still gets its answer
    with surprises():
        _app()()


def _app() -> "typer.Typer":
    import typer

    from handlers.cli import assess, db, demo, doctor, hash_files, policy, retry, run, verify

    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        help="Runs a department's Data Breach policy in Slack.",
    )

    def print_version(wanted: bool) -> None:
        if wanted:
            from importlib.metadata import version

            print(f"breach {version('breach-bot')}")
            raise typer.Exit

    @app.callback()
    def breach(
        version: bool = typer.Option(
            False, "--version", help="Print the version.", callback=print_version, is_eager=True
        ),
    ) -> None:
        """Runs a department's Data Breach policy in Slack."""

    app.command("run")(run.run)
    app.command("demo")(demo.demo)
    app.command("doctor")(doctor.doctor)
    app.command("verify")(verify.verify)
    app.command("retry")(retry.retry)
    app.command("hash")(hash_files.hash_files)
    app.command("assess")(assess.assess)
    app.add_typer(policy.policy, name="policy")
    app.add_typer(db.app, name="db")
    return app
