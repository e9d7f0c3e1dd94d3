"""`tonghop dossier`: the submission dossier of every federation and of the nation, from one named release."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.clock import today
from flows.commands.shared import (
    EXIT_HELD,
    EXIT_MADE,
    config_of,
    day,
    known_federations,
    named,
    new_command,
    opened,
    reading,
)
from flows.faults import Misuse

if TYPE_CHECKING:
    from schemas.config import Config
    from schemas.dossier import Choice

_MERITS = {"xuat-sac": "excellent", "tieu-bieu": "typical", "khong": None}


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "dossier", "make the submission dossiers from one named release")
    parser.add_argument("--federation", action="append", default=[], metavar="CODE", help="only this one's; repeatable")
    parser.add_argument("--release", default="", metavar="ID", help="default: the frozen one, else the newest")
    parser.add_argument("--draft", action="store_true", help="works before the deadline; every page says so")
    parser.add_argument("--as-of", type=day, metavar="DATE", help="the day of the letters, YYYY-MM-DD; default: today")
    parser.add_argument("--let-through", metavar="NAME", help="who lets the national one pass with open federations")
    parser.add_argument(
        "--choose", action="append", default=[], metavar="ID=MERIT", help="xuat-sac, tieu-bieu or khong; repeatable"
    )
    parser.add_argument("--answer", metavar="PATH", help="a rejected file of the one --federation is no hindrance")
    parser.add_argument("--by", metavar="NAME", help="who decides it; needed with --choose and --answer")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; needed with --let-through")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Keep a person's choice or answer, or make the dossiers and tell what is open."""
    config, campaign_id = config_of(arguments)
    known_federations(config, arguments.federation, "--federation")
    if arguments.choose or arguments.answer:
        return _decide(arguments, campaign_id)
    return _make(arguments, config, campaign_id)


def _make(arguments: argparse.Namespace, config: "Config", campaign_id: str) -> int:
    from flows.dossier.making import DossierOrder, make_dossiers, note_passed, told

    through = None
    if arguments.let_through is not None:
        if not arguments.let_through.strip() or not arguments.reason.strip():
            raise Misuse("--let-through: expected the name of a person, and why in --reason")
        through = (arguments.let_through.strip(), arguments.reason.strip())
    order = DossierOrder(
        config,
        arguments.config,
        arguments.workdir,
        campaign_id,
        arguments.as_of or today(config),
        arguments.release,
        tuple(dict.fromkeys(arguments.federation)),
        arguments.draft,
        through,
    )
    with reading(arguments, config) as store:
        outcomes = make_dossiers(order, store)
    if through and not order.draft and any(o.code == "" and o.folder and not o.stood for o in outcomes):
        with opened(arguments) as (_, writable):
            note_passed(order, writable, outcomes)
    print("\n".join(told(outcomes)))
    made = sum(o.folder is not None for o in outcomes)
    print(f"{made} of {len(outcomes)} dossiers; {order.dossiers}")
    return EXIT_MADE if made == len(outcomes) else EXIT_HELD


def _decide(arguments: argparse.Namespace, campaign_id: str) -> int:
    by = named(arguments.by)
    if len(arguments.federation) != 1:
        raise Misuse("--federation: expected exactly one with --choose or --answer")
    choices = [_choice(text, by, arguments.reason.strip()) for text in arguments.choose]
    code = arguments.federation[0]

    from flows.dossier.deciding import answer, keep

    with opened(arguments) as (settings, store):
        releases: Path = settings.releases / campaign_id
        if choices:
            keep(store, releases, campaign_id, code, choices)
        if arguments.answer:
            answer(store, releases, campaign_id, code, arguments.answer, by, arguments.reason.strip())
    print(f"kept: {len(choices)} choices" if choices else f"answered: {arguments.answer}")
    return EXIT_MADE


def _choice(text: str, by: str, reason: str) -> "Choice":
    from schemas.dossier import Choice, Merit

    initiative, _, merit = text.partition("=")
    if not initiative or merit not in _MERITS:
        raise Misuse(f"--choose {text}: expected ID=MERIT with one of {', '.join(_MERITS)}")
    meant = _MERITS[merit]
    return Choice(initiative, Merit(meant) if meant else None, by, reason)
