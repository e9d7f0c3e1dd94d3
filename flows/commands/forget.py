"""`tonghop forget`: remove a person's name from the store and from every release; no count changes."""

import argparse
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, named, new_command, opened, tell_dossiers
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "forget", "remove a person's name wherever it stands; no count changes")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--name", metavar="NAME", help="the full name, two to seven words")
    whom.add_argument("--workplace", metavar="TEXT", help="a workplace that names a person, two to fifteen words")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Forget, and tell how much was changed."""
    config_of(arguments)
    by = named(arguments.by)

    from flows.erasing_again import keep_lists
    from flows.forgetting import forget
    from rules.features import Coder
    from rules.forgetting import name_code, workplace_code

    with opened(arguments) as (settings, store):
        coder = Coder(settings.hmac_key)
        code = name_code(coder, arguments.name) if arguments.name else workplace_code(coder, arguments.workplace or "")
        if not code and arguments.name is not None:
            raise Misuse("--name: expected a full name of two to seven words")
        if not code:
            raise Misuse("--workplace: expected its name as it stands, two to fifteen words")
        values, releases, dossiers = forget(settings, store, code, by)
        keep_lists(settings, store)
    print(f"forgotten: {values} values of the store and {releases} releases changed")
    tell_dossiers(dossiers)
    return EXIT_MADE
