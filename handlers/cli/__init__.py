"""The command line `breach`: one file a subcommand. Errors are one line on standard error, exit code 2."""


def main() -> None:
    """Entry point of the `breach` program."""
    import io
    import sys

    import typer

    from handlers.cli import assess, db, demo, doctor, policy, run, verify

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no dash gets a question mark, not an error
    app = typer.Typer(
        add_completion=False, no_args_is_help=True, help="Runs a department's Data Breach policy in Slack."
    )
    app.command("run")(run.run)
    app.command("demo")(demo.demo)
    app.command("doctor")(doctor.doctor)
    app.command("verify")(verify.verify)
    app.command("assess")(assess.assess)
    app.add_typer(policy.policy, name="policy")
    app.add_typer(db.app, name="db")
    app()
