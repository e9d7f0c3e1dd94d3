"""`tonghop backup`: the store and the releases in one file."""

import argparse
from pathlib import Path
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, new_command, opened


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "backup", "write the store and all releases into one file")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.tar.gz|DIR", help="a file that is not there yet, or a folder"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup and tell what is in it."""
    config_of(arguments)
    from flows.backup import write_backup

    with opened(arguments) as (settings, store):
        path, backup = write_backup(settings, store, arguments.out)
    print(f"backup: {path} ({path.stat().st_size:,} bytes)")
    print(f"rows: {sum(backup.rows.values()):,} in {len(backup.rows)} tables; files: {len(backup.members):,}")
    if backup.with_key:
        print("the key of this working directory is in it: guard the file as the key itself")
    else:
        print(f"the key is not in it: keep the one of id {backup.key_id} apart, without it every id changes")
    return EXIT_MADE
