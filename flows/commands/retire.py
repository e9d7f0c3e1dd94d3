"""`tonghop retire`: let the rows of a vanished file stop counting (RULES.md 6)."""

import argparse
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, known_federations, named, new_command, opened
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "retire", "let the rows of a file that vanished from its source stop counting")
    parser.add_argument("--federation", required=True, metavar="CODE", help="whose file it is")
    parser.add_argument(
        "--file", metavar="PATH", help="path below the source; without it the vanished files are listed"
    )
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List the vanished files, or retire one of them."""
    config, campaign_id = config_of(arguments)
    known_federations(config, [arguments.federation], "--federation")
    by = named(arguments.by) if arguments.file else ""

    from flows.store.retiring import retire, vanished_files

    with opened(arguments) as (_, store):
        vanished = vanished_files(store, campaign_id, arguments.federation)
        if not arguments.file:
            return _listed(list(vanished))
        if arguments.file not in vanished:
            known = ", ".join(vanished) or "none: no file of it vanished"
            raise Misuse(f"--file {arguments.file}: expected one of {known}")
        file_id = vanished[arguments.file]
        retire(store, campaign_id, arguments.federation, arguments.file, file_id, by, arguments.reason.strip())
    print(f"retired: {arguments.file}; the next `tonghop run` publishes the figures without it")
    return EXIT_MADE


def _listed(paths: list[str]) -> int:
    print(f"{len(paths)} files vanished and still count" + (":" if paths else ""))
    for path in paths:
        print(f"  {path}")
    return EXIT_MADE
