"""`tonghop release-mark`: a named person confirms that what a federation no longer marks is a secret no more."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flows.commands.shared import EXIT_MADE, config_of, known_federations, named, new_command, opened
from flows.faults import Misuse

if TYPE_CHECKING:
    from flows.releasing import Waiting


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "release-mark", "list the rows whose secrecy mark was taken away, or release them")
    parser.add_argument("--federation", required=True, metavar="CODE", help="whose rows they are")
    parser.add_argument("--row", action="append", default=[], metavar="ID", help="as listed; repeatable")
    parser.add_argument("--joined", action="store_true", help="the rows that a join with a marked one made secret")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why it is a secret no more")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List what waits, or release rows of it."""
    config, campaign_id = config_of(arguments)
    known_federations(config, [arguments.federation], "--federation")
    by = named(arguments.by) if arguments.row else ""
    reason = " ".join(arguments.reason.split())
    if arguments.row and not reason:
        raise Misuse("--reason: expected why it is a secret no more; it is kept with the name and the time")

    from flows.erasing_again import keep_lists
    from flows.releasing import release, waiting_rows
    from rules.features import Coder

    with opened(arguments) as (settings, store):
        coder = Coder(settings.hmac_key)
        waiting = waiting_rows(store, coder, campaign_id, arguments.federation, arguments.joined)
        if not arguments.row:
            return _listed(waiting)
        unknown = sorted(set(arguments.row) - {one.row_id for one in waiting})
        if unknown:
            raise Misuse(f"--row {unknown[0]}: no such row waits; the federation has to send it without its mark first")
        about = (campaign_id, arguments.federation)
        release(store, coder, about, arguments.row, arguments.joined, by, reason)
        keep_lists(settings, store)
    print(f"released: {len(set(arguments.row))} rows; the next `tonghop run` reads them as they are marked")
    return EXIT_MADE


def _listed(waiting: "Sequence[Waiting]") -> int:
    print(f"{len(waiting)} rows are secret only because they were before" + (":" if waiting else ""))
    for one in waiting:
        print(f"  {one.row_id}  {one.file}, {one.sheet}!{one.row}: {one.title}")
    return EXIT_MADE
