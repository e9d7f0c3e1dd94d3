"""`tonghop bulletin`: the week on one page, as HTML and as a Word document."""

import argparse
from pathlib import Path
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, fail, new_command, releases_of


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "bulletin", "write the weekly bulletin of a release, as HTML and docx")
    parser.add_argument("--release", metavar="ID", default="latest", help="its id or the beginning; default: latest")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: WORKDIR/bulletins/CAMPAIGN")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write both files in the place of those of the same day; reads release folders only."""
    config, campaign_id = config_of(arguments)
    from flows.bulletins import bulletin_files
    from flows.release_reading import read_release
    from flows.releases import named_release

    releases = releases_of(arguments, config, campaign_id)
    told = read_release(named_release(releases, arguments.release), config.campaign(campaign_id))
    folder: Path = arguments.out or arguments.workdir / "bulletins" / campaign_id
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in bulletin_files(releases, told.facts, told.tallies, told.findings).items():
            path = folder / f"{told.facts.as_of.isoformat()}-{name}"
            path.write_bytes(data)
            print(path)
    except OSError as error:
        return fail(f"{folder}: {error.strerror}")
    return EXIT_MADE
