"""The command line: parse, call one command, exit code. The commands stand in flows/commands/.

0 a release was made; 1 none could be made; 2 wrong usage or config; 3 a gate held it.
"""

import argparse
import os
import resource
import sys
from collections.abc import Sequence

from flows.commands import (
    backup,
    bulletin,
    columns,
    dedupe,
    diff,
    doctor,
    dossier,
    explain,
    explanations,
    forget,
    let_through,
    model,
    portal,
    rekey,
    release_mark,
    restore,
    retire,
    review,
    run,
    sample,
    serve,
    show,
    status,
    template,
    withhold,
)
from flows.commands.shared import EXIT_MADE, fail, misused
from flows.faults import Misuse, ToldError, place_of

COMMANDS = (
    *(run, serve, status, show, explain, bulletin, diff, let_through, portal, review, retire, withhold),
    *(forget, release_mark, explanations, columns, model, dossier),
    *(dedupe, template, sample, backup, restore, rekey, doctor),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of `tonghop`."""
    arguments = _parser().parse_args(argv)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))  # files are in memory
    os.umask(0o077)  # what is written is for its owner alone; a release opens its public part itself
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # who read our words has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_MADE
    except Misuse as error:
        return misused(str(error))
    except ToldError as error:
        return fail(str(error))
    except KeyboardInterrupt:
        return fail("interrupted; the last release stands")
    except OSError as error:
        return fail(f"{error.filename or 'a file'}: cannot be used: {error.strerror or type(error).__name__}")
    except Exception as error:  # a value of a row may stand in its message: its kind and place are told
        return fail(f"a fault of tonghop's own: {place_of(error)}")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tonghop", description="Consolidates the workers' initiatives of all federations."
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return parser


def _version() -> str:
    from importlib.metadata import version

    return version("tonghop")


if __name__ == "__main__":
    sys.exit(main())
