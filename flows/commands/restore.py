"""`tonghop restore`: a backup into an empty working directory and an empty database."""

import argparse
from pathlib import Path
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, new_command
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "restore", "bring a backup into an empty working directory and an empty database")
    parser.add_argument("file", type=Path, metavar="FILE", help="what `tonghop backup` wrote")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore, and tell what to do next."""
    config, _ = config_of(arguments)
    if not arguments.file.is_file():
        raise Misuse(f"{arguments.file}: there is no such file")
    from flows.restoring import other_key, restore

    backup = restore(config, arguments.file, arguments.workdir)
    print(f"restored: {arguments.workdir}, as it was at {backup.made} (version {backup.software})")
    if other_key(backup):
        print(f"WARNING: TONGHOP_HMAC_KEY is not the key of this backup (id {backup.key_id}): every id would change")
    elif not backup.with_key:
        print(f"the key is not in it: set TONGHOP_HMAC_KEY to the one of id {backup.key_id} before the next run")
    print("next: `tonghop doctor`, then `tonghop run`: the run withholds again what became secret since the backup")
    return EXIT_MADE
