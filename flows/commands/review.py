"""`tonghop review`: the pairs that wait for people go out as a workbook, and their decisions come back."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.clock import today
from flows.commands.shared import EXIT_MADE, EXIT_NOT_MADE, config_of, day, fail, named, new_command, opened, positive
from flows.faults import Misuse

if TYPE_CHECKING:
    from flows.review.answers import Taken
    from flows.settings import Settings


def add(commands: Any) -> None:
    """Declare the command and its two halves."""
    parser = commands.add_parser("review", help="write the pairs that wait for people, or take their decisions back")
    halves = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    out = new_command(halves, "export", "write the pairs that wait, what moves the tallies most first")
    out.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx", help="a file that is not there yet")
    out.add_argument("--most", type=positive, metavar="N", help="no more than the first N pairs")
    out.add_argument(
        "--accepted", action="store_true", help="the pairs that the machine has joined, the least sure first"
    )
    out.add_argument(
        "--initiative", action="append", default=[], metavar="ID", help="only pairs with a row of this one; repeatable"
    )
    back = new_command(halves, "import", "take the decisions of a filled-in workbook back, all or none")
    back.add_argument("file", type=Path, metavar="FILE.xlsx", help="the workbook as it came back")
    back.add_argument("--by", metavar="NAME", help="who decided, where a line names nobody")
    for half, run in ((out, run_export), (back, run_import)):
        half.add_argument("--as-of", type=day, metavar="DATE", help="default: the newest release's day, or today")
        half.set_defaults(run=run)


def run_export(arguments: argparse.Namespace) -> int:
    """Write the queue and tell how long it is."""
    config, campaign_id = config_of(arguments)
    if arguments.out.suffix.lower() != ".xlsx":
        raise Misuse(f"--out {arguments.out}: expected a name that ends in .xlsx")
    if arguments.out.exists():
        raise Misuse(f"--out {arguments.out}: is there already; name a new file or remove it")

    from flows.comparing import compare_campaign
    from flows.deciding import decide
    from flows.review.asking import Queue
    from flows.store.judgements import judgements
    from reports.review_workbook import review_workbook
    from rules.features import Coder

    with opened(arguments) as (settings, store):
        campaign, as_of = config.campaign(campaign_id), _as_of(arguments, settings, campaign_id)
        compared = compare_campaign(settings, store, campaign, as_of)
        if compared is None:
            return fail("there is no record yet: `tonghop run` first")
        decided = decide(compared, judgements(store, campaign_id), campaign, Coder(settings.hmac_key))
        queue = Queue(settings, store, campaign, compared, decided)
        queue = queue.of_accepted() if arguments.accepted else queue
        queue = queue.about(arguments.initiative) if arguments.initiative else queue
        pairs = queue.ask(arguments.most)
        made = review_workbook(queue.facts(as_of), pairs)
    try:
        with arguments.out.open("xb") as file:
            file.write(made)
    except OSError as error:
        return fail(f"--out {arguments.out}: {error.strerror}")
    what = "pairs were joined by the machine" if arguments.accepted else "pairs wait"
    print(f"{len(queue.decided.queue)} {what}, {len(pairs)} of them in {arguments.out}")
    return EXIT_MADE


def run_import(arguments: argparse.Namespace) -> int:
    """Take the decisions, and tell what moves; or tell every fault and take none."""
    config, campaign_id = config_of(arguments)
    by = named(arguments.by)

    from flows.comparing import compare_campaign
    from flows.review.answers import read_answers, take_answers

    try:
        if arguments.file.stat().st_size > config.limits.file_bytes:
            raise Misuse(f"{arguments.file}: larger than limits.file_bytes")
        data = arguments.file.read_bytes()
    except OSError as error:
        raise Misuse(f"{arguments.file}: {error.strerror}") from None
    read = read_answers(data, by)
    with opened(arguments) as (settings, store):
        campaign, as_of = config.campaign(campaign_id), _as_of(arguments, settings, campaign_id)
        compared = compare_campaign(settings, store, campaign, as_of)
        if compared is None:
            return fail("there is no record yet: `tonghop run` first")
        return _told(take_answers(settings, store, campaign, compared, read))


def _told(taken: "Taken") -> int:
    if taken.faults:
        for line, wrong in taken.faults:
            fail(f"line {line}: {wrong}")
        fail(f"{len(taken.faults)} faults; no decision was taken")
        return EXIT_NOT_MADE
    print(f"{taken.stored} decisions taken" + ("" if taken.stored else "; nothing changes"))
    for code, (before, after) in taken.moved.items():
        print(f"  {code or 'valid, nation'}: {before} -> {after}")
    for ids in taken.parted:
        print(f"  joined by the machine until now, parted by SAME of others: {', '.join(ids)}")
    if taken.became_secret:
        print(f"  {taken.became_secret} rows became secret and were erased from the store")
    if taken.stored:
        print("the next `tonghop run` publishes it")
    return EXIT_MADE


def _as_of(arguments: argparse.Namespace, settings: "Settings", campaign_id: str) -> date:
    """The day asked for, else that of the newest release, else today."""
    from flows.releases import latest

    release = latest(settings.releases / campaign_id)
    return arguments.as_of or (date.fromisoformat(release.name[:10]) if release else today(settings.config))
