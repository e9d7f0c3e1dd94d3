"""`tonghop run`: the nightly consolidation."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.clock import tonight
from flows.commands.shared import EXIT_HELD, EXIT_MADE, config_of, day, fail, known_federations, named, new_command
from flows.faults import Misuse, ToldError

if TYPE_CHECKING:
    from flows.consolidate import Night, Order
    from schemas.config import Config

_HEADLINE = (
    ("entered", "entered (đã cập nhật)"),
    ("rejected", "rejected (không tiếp nhận)"),
    ("ineligible", "ineligible (không hợp lệ)"),
    ("duplicate", "duplicate (trùng)"),
    ("valid", "valid (hợp lệ)"),
    ("under_consideration", "  of which under consideration (đang xem xét)"),
    ("valid_low", "  valid if every doubtful pair were the same"),
    ("target", "target (mục tiêu)"),
)


def add(commands: Any) -> None:
    """Declare the command."""
    parser = new_command(commands, "run", "pull, read, match and publish: the nightly consolidation")
    parser.add_argument(
        "--federation", action="append", default=[], metavar="CODE", help="pull only this one again; repeatable"
    )
    parser.add_argument(
        "--as-of", type=day, metavar="DATE", help="the day the figures are of, YYYY-MM-DD; default: today"
    )
    parser.add_argument("--submissions", type=Path, metavar="DIR", help="take files from DIR/<federation_code>/")
    parser.add_argument(
        "--let-through",
        action="append",
        default=[],
        metavar="CODE",
        help="take this federation's count though it left its band; with --by and --reason",
    )
    parser.add_argument("--by", metavar="NAME", help="who lets it through")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why")
    parser.add_argument("--log-json", action="store_true", help="log to stderr, one JSON object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Consolidate, and tell how it ended."""
    config, campaign_id = config_of(arguments)
    known_federations(config, arguments.federation, "--federation", campaign_id)
    known_federations(config, arguments.let_through, "--let-through", campaign_id)
    if arguments.let_through and named(arguments.by) and not arguments.reason.strip():
        raise Misuse("--reason: expected why the federation's count may leave its band")
    if arguments.submissions and not arguments.submissions.is_dir():
        raise Misuse(f"--submissions {arguments.submissions}: there is no such folder")

    from flows.guardian import end_with_us
    from flows.logs import prepare_logs
    from flows.runtime import prepare_prefect, server_away

    end_with_us()
    prepare_logs(as_json=arguments.log_json)

    try:
        prepare_prefect(arguments.workdir)
    except OSError as error:
        raise Misuse(f"--workdir {arguments.workdir}: cannot be used: {error.strerror}") from None
    from flows.consolidate import consolidate
    from flows.watching import told_failure

    try:
        with told_failure(config.notifications, campaign_id):
            if away := server_away():
                raise ToldError(away)
            order = _order(arguments, config, campaign_id)
        return _told(consolidate(order))
    except Misuse:
        raise
    except ToldError as error:
        return fail(f"{error}; the last release stands")
    except Exception as error:  # a row's value may stand in a foreign message: only the kind is told
        why = server_away() or f"the run ended with {type(error).__name__}"
        return fail(f"{why}; the last release stands")


def _order(arguments: argparse.Namespace, config: "Config", campaign_id: str) -> "Order":
    from flows.consolidate import Order

    return Order(
        config_path=arguments.config,
        workdir=arguments.workdir,
        campaign_id=campaign_id,
        as_of=arguments.as_of or tonight(config, arguments.workdir, campaign_id),
        federations=tuple(dict.fromkeys(arguments.federation)),
        submissions=arguments.submissions,
        let_through=tuple(arguments.let_through),
        let_through_by=named(arguments.by) if arguments.let_through else "",
        let_through_because=arguments.reason.strip(),
    )


def planted_told(counts: Mapping[str, int]) -> list[str]:
    """The planted pairs of a night in a line; none for a night that scored none."""
    same, found, accepted, right = (counts.get(f"planted_{name}", 0) for name in ("same", "found", "accepted", "right"))
    if not same:
        return []
    recall, precision = 100 * found / same, 100 * right / accepted if accepted else 100.0
    return [
        f"planted pairs: recall {recall:.1f} % ({found} of {same}), precision {precision:.1f} % ({accepted} accepted)"
    ]


def _told(night: "Night") -> int:
    from flows.matching_facts import planted_counts

    by_state: dict[str, int] = {}
    for outcome in night.outcomes:
        by_state[outcome.state.value] = by_state.get(outcome.state.value, 0) + 1
    print(f"run {night.run_id}: " + ", ".join(f"{n} {state}" for state, n in sorted(by_state.items())))
    published = night.published
    if published.matching:
        print("\n".join(planted_told(planted_counts(published.matching))))
    if published.held_because:
        for reason in published.held_because:
            print(f"held: {reason}")
        print("the last release stands")
        if published.folder:
            print(f"look: {published.folder}/internal/index.html")
            print(f"let it out: tonghop let-through {published.release_id} --by NAME --reason TEXT")
        return EXIT_HELD
    for measure, label in _HEADLINE:
        print(f"{label:<46}{published.headline.get(measure, 0):>12,.0f}")
    print(f"{'of the target':<46}{published.headline.get('target_pct', 0):>10.2f} %")
    print(f"findings: {published.findings}")
    print(f"release: {published.folder}")
    print(f"open: {published.folder}/public/index.html (public), {published.folder}/internal/index.html (staff)")
    return EXIT_MADE
