"""`tonghop rekey`: change the store over to a new key, of which nothing can be guessed without the old one."""

import argparse
import os
from pathlib import Path
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, named, new_command, opened
from flows.faults import Misuse

BEFORE = "TONGHOP_HMAC_KEY_BEFORE"


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "rekey", "change the codes of the store over from an old key to a new one")
    parser.add_argument("--forgotten", type=Path, metavar="FILE", help="the forgotten names, one a line")
    parser.add_argument("--drop-unknown", action="store_true", help="titles that stand nowhere any more may be lost")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Change over, and tell what has to be made again."""
    config_of(arguments)
    named(arguments.by)
    before = os.environ.get(BEFORE, "")
    if not before:
        raise Misuse(f"{BEFORE}: expected the old key; the new one stands in TONGHOP_HMAC_KEY")

    from flows.rekeying import names_in, rekey

    with opened(arguments, any_key=True) as (settings, store):
        lost = rekey(settings, store, before.encode(), names_in(arguments.forgotten), arguments.drop_unknown)
    print(f"the codes are of the new key now; {lost} withheld titles could not be carried over")
    print("next: `tonghop run` reads every file anew. Judgements on pairs and accepted explanations are asked again;")
    print("a file withheld by hand is withheld with all of its federation; ids of initiatives are new.")
    print(f"then take {BEFORE} away, make a backup, and destroy the old backups or keep the old key apart with them")
    return EXIT_MADE
