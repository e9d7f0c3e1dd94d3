"""`tonghop serve`: the deployments of the nights, served until it is stopped."""

import argparse
import os
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, fail, new_command
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "serve", "run the nights by their clock, and one federation when asked")
    parser.add_argument("--log-json", action="store_true", help="log to stderr, one JSON object a line")
    parser.add_argument(
        "--pool", metavar="NAME", help="register with this work pool and end; its workers run what is due"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Register the deployments with the Prefect server and run what is due; ends with TERM."""
    config, _ = config_of(arguments)
    if not os.environ.get("PREFECT_API_URL"):
        raise Misuse("PREFECT_API_URL: expected the address of a Prefect server; `prefect server start` starts one")
    from flows.logs import prepare_logs
    from flows.runtime import prepare_prefect, server_away

    prepare_logs(as_json=arguments.log_json)

    try:
        prepare_prefect(arguments.workdir)
    except OSError as error:
        raise Misuse(f"--workdir {arguments.workdir}: cannot be used: {error.strerror}") from None
    if away := server_away():
        return fail(away)
    from flows.serving import register_all, serve_all
    from flows.settings import load_settings

    load_settings(arguments.config, arguments.workdir)  # a fault is told now and not at night
    for campaign in config.campaigns:
        print(f"night/nightly-{campaign.id}, night/federation-{campaign.id}, dossier/dossier-{campaign.id}", flush=True)
    print(f"nights of {config.default_campaign} at {config.schedule.cron!r}, {config.schedule.timezone}", flush=True)
    if arguments.pool:
        register_all(config, arguments.config, arguments.workdir, arguments.pool)
    else:
        serve_all(config, arguments.config, arguments.workdir)
    return EXIT_MADE
