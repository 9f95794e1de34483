"""The console command ``kb``: one file a command, each imported only when it runs."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from sopkb.cli.app import app
from sopkb.cli.redacted import redacted_output
from sopkb.core.errors import SopkbError, reason_of

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments without the program's name; those of the process where None.

    Returns:
        0 clean, 1 findings at error level, 2 usage, environment or a fault of the program, 130 interrupted.
    """
    _let_every_character_through()
    with redacted_output():
        return _run(argv)


def _run(argv: Sequence[str] | None) -> int:
    stdout = sys.stdout
    try:
        code = app.main(args=None if argv is None else list(argv), prog_name="kb", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except SopkbError as error:
        click.echo(f"kb: {error.message}", err=True)
        if error.remedy:
            click.echo(f"    {error.remedy}", err=True)
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("kb: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:  # the reader, `head` for instance, has seen enough
        _forget_output()
        return 0
    except SystemExit:
        if sys.stdout is stdout:
            raise
        sys.stdout = stdout  # click makes this of a broken pipe, and wraps the output
        _forget_output()
        return 0
    except OSError as error:
        if error.filename is None:
            _forget_output()
        what = "The output" if error.filename is None else str(error.filename)
        click.echo(f"kb: {what} cannot be used: {reason_of(error)}.", err=True)
        return SopkbError.exit_code
    except Exception:  # printed here and not by Python, because its message may hold what a record holds
        traceback.print_exc()
        click.echo("kb: this is a bug in the program. Please report it, with the lines above.", err=True)
        return SopkbError.exit_code


def _let_every_character_through() -> None:
    """Write what a terminal's encoding lacks as an escape, which is JSON's own, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Let what is still to be written go nowhere, so that the interpreter's last flush does not fail as well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
