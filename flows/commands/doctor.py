"""`tonghop doctor`: is all here that a night needs, and what to do where it is not."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from flows.commands.shared import EXIT_MADE, EXIT_NOT_MADE, config_of, new_command


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "doctor", "check config, key, database, sources, disk, permissions; say what to do")
    parser.add_argument("--offline", action="store_true", help="ask no source")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every answer; exit code 1 where something has to be mended. Changes nothing."""
    config, _ = config_of(arguments)
    from flows.doctor import Told, examine
    from flows.settings import database_url

    workdir = arguments.workdir.absolute()
    url = database_url(config, workdir)
    told = [Told("config", f"{arguments.config}: {len(config.federations)} federations, sound")]
    told += examine(config, workdir, url, offline=arguments.offline)
    bad = sum(bool(t.mend) for t in told)
    if arguments.json:
        print(json.dumps({"well": not bad, "answers": [asdict(t) for t in told]}, ensure_ascii=False, indent=1))
    else:
        for t in told:
            print(
                f"{'MEND' if t.mend else 'ok':<6}{t.about:<18}{t.says}" + (f"\n{'':<24}-> {t.mend}" if t.mend else "")
            )
        print(f"{bad} to be mended" if bad else "all well")
    return EXIT_NOT_MADE if bad else EXIT_MADE
