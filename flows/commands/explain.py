"""`tonghop explain`: the way of a number down to its rows, and an initiative with all that is known of it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands.shared import (
    EXIT_MADE,
    EXIT_NOT_MADE,
    config_of,
    fail,
    known_federations,
    new_command,
    reading,
    releases_of,
)  # fmt: skip
from flows.faults import Misuse
from schemas.waterfall import FOLLOWED

if TYPE_CHECKING:
    from schemas.config import Config


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "explain", "follow a number to its rows, or tell an initiative's rows and decisions")
    parser.add_argument("--federation", metavar="CODE", help="the number of this one; default: the nation's")
    parser.add_argument("--measure", choices=list(FOLLOWED), help="which number; default: valid")
    parser.add_argument("--rows", type=Path, metavar="FILE.csv", help="write its rows to a file that is not there yet")
    parser.add_argument("--initiative", metavar="ID", help="this initiative, by its id of now or a former one")
    parser.add_argument("--release", metavar="ID", default="latest", help="its id or the beginning; default: latest")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the way or the initiative; changes nothing but the file of --rows."""
    config, campaign_id = config_of(arguments)
    from flows.releases import named_release

    release = named_release(releases_of(arguments, config, campaign_id), arguments.release)
    if arguments.initiative:
        if arguments.federation or arguments.measure or arguments.rows:
            raise Misuse("--initiative: goes with --release alone")
        return _initiative(arguments, config, campaign_id, release)
    if arguments.federation:
        known_federations(config, [arguments.federation], "--federation")
    return _number(arguments, config, release)


def _number(arguments: argparse.Namespace, config: "Config", release: Path) -> int:
    """The way, the number, where its rows stand. EXIT_NOT_MADE where a published number is not what the rows give."""
    from flows.commands.show import figures
    from flows.differences import of_federation, read_ledger
    from reports.waterfall_text import answer, differing, place_lines, waterfall_lines
    from reports.wording_follow import FOLLOW
    from rules.waterfall import rows_behind, waterfall

    code, measure = arguments.federation or "", arguments.measure or "valid"
    if arguments.rows and arguments.rows.exists():
        raise Misuse(f"--rows {arguments.rows}: is there already; name a new file or remove it")
    told = figures(release)
    told = told[told["scope_code"] == code]
    published = dict(zip(told["measure"].tolist(), told["value"].astype(float).tolist(), strict=True))
    ledger = read_ledger(release)
    ledger = of_federation(ledger, code) if code else ledger
    way, rows = waterfall(ledger), rows_behind(ledger, measure)
    names = {f.code: f.name for f in config.federations}
    print("\n".join([*_head(release, names.get(code, "")), "", *waterfall_lines(way, published), ""]))
    print("\n".join([answer(way, published, measure), *place_lines(rows, names, not code)]))
    if arguments.rows:
        from reports.tables import ledger_csv

        try:
            with arguments.rows.open("xb") as file:
                file.write(ledger_csv(rows))
        except OSError as error:
            return fail(f"--rows {arguments.rows}: {error.strerror}")
        print(FOLLOW["written"].format(n=len(rows), path=arguments.rows))
    return EXIT_NOT_MADE if differing(way, published, tuple(FOLLOWED)) else EXIT_MADE


def _head(release: Path, federation: str) -> list[str]:
    from datetime import date

    from flows.release_runs import is_held
    from reports.numbers import day
    from reports.wording_follow import FOLLOW

    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    as_of = day(date.fromisoformat(manifest["as_of"]))
    return [
        f"{FOLLOW['title']} - {federation or FOLLOW['national']}",
        FOLLOW["release"].format(release=manifest["release_id"], as_of=as_of),
        *([FOLLOW["held"]] if is_held(release) else []),
    ]


def _initiative(arguments: argparse.Namespace, config: "Config", campaign_id: str, release: Path) -> int:
    from datetime import date

    from flows.explaining import Explaining
    from flows.release_runs import is_held
    from flows.settings import load_settings
    from reports.initiative_text import initiative_lines
    from reports.wording_follow import FOLLOW
    from schemas.review import ReviewFacts

    campaign, limits = config.campaign(campaign_id), config.matching
    with reading(arguments, config) as store:
        settings = load_settings(arguments.config, arguments.workdir)
        told = Explaining(settings, store, campaign, release).initiative(arguments.initiative)
    if told is None:
        return fail(f"--initiative {arguments.initiative}: release {release.name} has no row of it")
    as_of = date.fromisoformat(release.name[:10])
    if is_held(release):
        print(FOLLOW["held"])
    facts = ReviewFacts(campaign.name, as_of, 0, limits.accept_threshold, limits.review_threshold)
    print("\n".join(initiative_lines(told, facts)))
    return EXIT_MADE
