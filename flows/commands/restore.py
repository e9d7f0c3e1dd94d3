"""`tonghop restore`: a backup into an empty working directory and an empty database."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.clock import today
from flows.commands.shared import EXIT_MADE, config_of, new_command, tell_dossiers
from flows.faults import Misuse

if TYPE_CHECKING:
    from datetime import date

    from flows.dossier.settling import Settled
    from flows.erasing_again import Lists


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "restore", "bring a backup into an empty working directory and an empty database")
    parser.add_argument("file", type=Path, metavar="FILE", help="what `tonghop backup` wrote")
    parser.add_argument(
        "--erasures",
        type=Path,
        metavar="PATH",
        help="a newer backup, or the old working directory: what was erased since is erased again",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore, and tell what to do next."""
    config, _ = config_of(arguments)
    if not arguments.file.is_file():
        raise Misuse(f"{arguments.file}: there is no such file")
    from flows.erasing_again import lists_in, newer_backup
    from flows.restoring import other_key, restore

    since = arguments.erasures or newer_backup(arguments.file)
    lists = lists_in(since) if since else {}
    told: list[Any] = [0, 0, None]

    def treat(beside: Path) -> None:
        if lists:
            told[:] = _erased_again(arguments.config, beside, lists, today(config))

    backup = restore(config, arguments.file, arguments.workdir, treat)
    print(f"restored: {arguments.workdir}, as it was at {backup.made} (version {backup.software})")
    if other_key(backup):
        print(f"WARNING: TONGHOP_HMAC_KEY is not the key of this backup (id {backup.key_id}): every id would change")
    elif not backup.with_key:
        print(f"the key is not in it: set TONGHOP_HMAC_KEY to the one of id {backup.key_id} before the next run")
    if since:
        print(f"erased again by the lists of {since}: {told[0]} of their lines were new, {told[1]} releases changed")
        if told[2]:
            tell_dossiers(told[2])
    else:
        print("WARNING: what was erased or forgotten after this backup is not known here; --erasures tells it")
    print("next: `tonghop doctor`, then `tonghop run`: the run withholds again what became secret since the backup")
    return EXIT_MADE


def _erased_again(config_path: Path, beside: Path, lists: "Lists", as_of: "date") -> "tuple[int, int, Settled]":
    """Before the folder gets its name. Without the key of the backup nothing can be found in it again."""
    from flows.erasing_again import erase_again
    from flows.keys import KEY_FILE, KEY_VARIABLE
    from flows.settings import load_settings
    from flows.store.session import Store

    if not os.environ.get(KEY_VARIABLE) and not (beside / KEY_FILE).exists():
        raise Misuse(f"set {KEY_VARIABLE} to the key of this backup: without it what was erased since cannot be found")
    settings = load_settings(config_path, beside)
    store = Store(settings.database_url)
    try:
        return erase_again(settings, store, lists, as_of)
    finally:
        store.close()
