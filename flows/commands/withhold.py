"""`tonghop withhold`: what a federation sent becomes secret at once, in store and releases (RULES.md 18)."""

import argparse
from typing import Any

from flows.clock import today
from flows.commands.shared import EXIT_MADE, config_of, known_federations, named, new_command, opened, tell_dossiers
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "withhold", "withhold what a federation sent, at once and in every release")
    parser.add_argument("--federation", required=True, metavar="CODE", help="whose rows they are")
    parser.add_argument("--file", metavar="PATH", help="of this file only, named as in the release")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.add_argument("--lift", action="store_true", help="read it as it is marked from its next version on")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Withhold, and tell how much was changed."""
    config, campaign_id = config_of(arguments)
    known_federations(config, [arguments.federation], "--federation")
    by = named(arguments.by)

    from flows.erasing import withhold_rows
    from flows.erasing_again import keep_lists
    from flows.store.erasures import path_codes, withhold_source
    from flows.store.records import counted_records
    from flows.withholding import withhold_in_releases
    from rules.features import Coder

    with opened(arguments) as (settings, store):
        known = path_codes(store, campaign_id, arguments.federation)
        if arguments.file and arguments.file not in known:
            raise Misuse(f"--file {arguments.file}: no file of this federation is known by this name")
        codes = [known[arguments.file]] if arguments.file else [""]
        withhold_source(store, campaign_id, arguments.federation, codes, by, arguments.lift)
        if arguments.lift:
            keep_lists(settings, store)
            print("lifted: the next version of the file is read as it is marked; what was erased stays erased")
            return EXIT_MADE
        records = counted_records(store, campaign_id, arguments.federation)
        rows = records[(records["file"] == arguments.file) | (not arguments.file)]
        still_open = rows[rows["secret_reason"] == ""]
        withhold_rows(store, Coder(settings.hmac_key), still_open)
        treated = withhold_in_releases(settings, store, config.campaign(campaign_id), today(config))
    print(f"withheld: {len(still_open)} rows; {treated.releases} releases changed")
    tell_dossiers(treated.dossiers)
    return EXIT_MADE
