"""`tonghop sample`: realistic submissions and their truth."""

import argparse
import sys
from pathlib import Path
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, fail, new_command, positive
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "sample", "write realistic submissions and their truth")
    parser.add_argument("--rows", type=positive, default=12_000, metavar="N", help="data rows in all; default: 12000")
    parser.add_argument("--seed", type=int, default=2021, metavar="S", help="default: 2021")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is not there yet")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the sample and tell where it is."""
    from tqdm import tqdm

    from flows.sample import write_sample

    config, campaign_id = config_of(arguments)
    if arguments.out.exists():
        raise Misuse(f"--out {arguments.out}: is there already; name a new folder or remove it")
    with tqdm(total=arguments.rows, desc="rows", unit="", disable=not sys.stderr.isatty()) as bar:

        def progress(rows: int) -> None:
            bar.update(rows)

        try:
            summary = write_sample(config, campaign_id, arguments.rows, arguments.seed, arguments.out, progress)
        except OSError as error:
            return fail(f"--out {arguments.out}: {error.strerror}")
    print(f"{summary.rows} rows in {summary.files} files of {summary.federations} federations: {arguments.out}")
    print(f"truth: {summary.truth}")
    return EXIT_MADE
