"""`tonghop explanations`: the queries that federations explained, and a person's word on them."""

import argparse
from typing import Any

from flows.commands.shared import EXIT_MADE, config_of, named, new_command, opened
from flows.faults import Misuse


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(
        commands, "explanations", "list the explained queries of the newest release, accept or refuse them"
    )
    parser.add_argument("--accept", action="append", default=[], metavar="ID", help="it is not asked again; repeatable")
    parser.add_argument(
        "--refuse", action="append", default=[], metavar="ID", help="it goes on being asked; repeatable"
    )
    parser.add_argument("--held", action="store_true", help="list the texts of secret rows that are held (INI-040)")
    parser.add_argument(
        "--publish", action="append", default=[], metavar="ID", help="a held text is published whole; repeatable"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; needed with --publish")
    parser.add_argument("--by", metavar="NAME", help="who decides it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List what waits, or note what a person decided."""
    _, campaign_id = config_of(arguments)
    if arguments.held or arguments.publish:
        return _held(arguments, campaign_id)
    decided = [*((i, True) for i in arguments.accept), *((i, False) for i in arguments.refuse)]
    by = named(arguments.by) if decided else ""
    twice = sorted(set(arguments.accept) & set(arguments.refuse))
    if twice:
        raise Misuse(f"--accept and --refuse both name {twice[0]}")

    from flows.releases import latest_explanations
    from flows.store.explanations import decide_explanation

    with opened(arguments) as (settings, store):
        waiting = latest_explanations(settings.releases / campaign_id)
        if not decided:
            return _listed(waiting)
        of = {row["explanation_id"]: row["federation_code"] for row in waiting}
        unknown = [explanation_id for explanation_id, _ in decided if explanation_id not in of]
        if unknown:
            raise Misuse(f"{unknown[0]}: no such explanation waits in the newest release")
        for explanation_id, accepted in decided:
            decide_explanation(store, campaign_id, of[explanation_id], explanation_id, accepted, by)
    print(f"{len(decided)} decided; the next `tonghop run` publishes it")
    return EXIT_MADE


def _held(arguments: argparse.Namespace, campaign_id: str) -> int:
    """List the held texts of the newest release, or note that a person agrees to some."""
    if arguments.accept or arguments.refuse:
        raise Misuse("--held and --publish: go without --accept and --refuse")
    by, reason = (named(arguments.by), " ".join(arguments.reason.split())) if arguments.publish else ("", "")
    if arguments.publish and not reason:
        raise Misuse("--reason: expected why it may be published; it is kept with the name and the time")

    from flows.held_texts import held_texts
    from flows.store.explanations import agree
    from rules.features import Coder

    with opened(arguments) as (settings, store):
        held = {one.held_id: one for one in held_texts(settings.releases / campaign_id, Coder(settings.hmac_key))}
        unknown = sorted(set(arguments.publish) - held.keys())
        if unknown:
            raise Misuse(f"{unknown[0]}: no such text is held in the newest release")
        for held_id in dict.fromkeys(arguments.publish):
            agree(store, campaign_id, held[held_id].federation_code, held_id, by, reason)
    if arguments.publish:
        print(f"{len(set(arguments.publish))} agreed to; the next `tonghop run` reads their files again and shows them")
        return EXIT_MADE
    print(f"{len(held)} texts are held" + (":" if held else ""))
    for one in held.values():
        print(f"  {one.held_id}  {one.federation_code}/{one.file}, {one.sheet}!{one.row}, {one.field}: {one.shown}")
    return EXIT_MADE


def _listed(waiting: list[dict[str, str]]) -> int:
    print(f"{len(waiting)} explanations wait" + (":" if waiting else ""))
    for row in waiting:
        place = f"{row['federation_code']}/{row['file']}, {row['sheet']}!{row['column']}{row['row']}"
        print(f"  {row['explanation_id']}  {row['check_id']}  {place}: {row['text'] or '(withheld)'}")
    return EXIT_MADE
