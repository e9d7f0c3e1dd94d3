"""`tonghop forget`: remove a person's name from the store and from every release; no count changes."""

import argparse
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, named, new_command, opened
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "forget", "remove a person's name wherever it stands; no count changes")
    parser.add_argument("--name", required=True, metavar="NAME", help="the full name, two to seven words")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Forget, and tell how much was changed."""
    config_of(arguments)
    by = named(arguments.by)

    from flows.forgetting import forget
    from rules.features import Coder
    from rules.forgetting import name_code

    with opened(arguments) as (settings, store):
        code = name_code(Coder(settings.hmac_key), arguments.name)
        if not code:
            raise Misuse("--name: expected a full name of two to seven words")
        values, releases = forget(settings, store, code, by)
    print(f"forgotten: {values} values of the store and {releases} releases changed")
    return EXIT_MADE
