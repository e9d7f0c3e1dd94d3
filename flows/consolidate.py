"""The nightly consolidation: take in every federation -> reconcile the nation -> publish the release."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from prefect import flow, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import ThreadPoolTaskRunner
from tqdm import tqdm

from flows.alone import alone
from flows.clock import today
from flows.faults import only_told_errors
from flows.intake import Intake, Outcome
from flows.keys import key_id
from flows.logs import log_as, prepare_logs
from flows.nights import noted, pairs_under_review
from flows.parsing import warm_parser
from flows.portal_source import settle_portal
from flows.publish import Published, publish
from flows.reconcile import Reconciled, reconcile
from flows.retention import remove_old_releases
from flows.room import told_where_full
from flows.settings import Settings, load_settings
from flows.store.keys_of_codes import same_key
from flows.store.letting_through import FEDERATION, note_let_through
from flows.store.old_receipts import remove_old_receipts
from flows.store.session import Store, StoreError
from flows.store.turns import own_turn
from flows.unchanged import note_standing, standing_release
from flows.watching import night_table, tell_killed, tell_night, told_failure

_log = logging.getLogger(__name__)
FEDERATIONS_AT_ONCE = 3  # where the config says nothing


@dataclass(frozen=True, slots=True)
class Night:
    """How a consolidation ended."""

    run_id: str
    outcomes: tuple[Outcome, ...]
    published: Published


@dataclass(frozen=True, slots=True)
class Order:
    """What to consolidate. No `federations`: all of them. `let_through`: those whose count may leave its band this
    once; who says so and why is recorded."""

    config_path: Path
    workdir: Path
    campaign_id: str
    as_of: date
    federations: tuple[str, ...] = ()
    submissions: Path | None = None
    let_through: tuple[str, ...] = ()
    let_through_by: str = ""
    let_through_because: str = ""
    wait: bool = False  # for a run that is at work in the same working directory; else it is told


def _may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether to try a task again: only where the database may be back by then. Every task may be done twice."""
    try:
        state.result()
    except StoreError as error:
        return error.may_pass
    except Exception:  # of whatever else: once is enough
        return False
    return False


_TASK: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": 2,
    "retry_delay_seconds": [5, 30],
    "retry_condition_fn": _may_pass,
}


@task(task_run_name="take in {code}", **_TASK)
def take_in(intake: Intake, code: str) -> Outcome:
    """One federation; what fails in it is its own state, never the night's end."""
    with only_told_errors():
        outcome = intake.take_in(intake.settings.config.federation(code))
    _log.info(
        "federation %s: %s, %d files, %d unchanged, %d rejected, %d rows",
        code, outcome.state.value, outcome.files, outcome.unchanged, outcome.rejected, outcome.rows,
    )  # fmt: skip
    return outcome


@task(task_run_name="reconcile {campaign_id}", **_TASK)
def reconcile_campaign(settings: Settings, store: Store, campaign_id: str, as_of: date) -> Reconciled:
    """Match, cluster and credit the whole campaign."""
    with only_told_errors():
        return reconcile(settings, store, settings.config.campaign(campaign_id), as_of)


@task(task_run_name="publish", **_TASK)
def publish_campaign(settings: Settings, store: Store, order: Order, reconciled: Reconciled, run_id: str) -> Published:
    """Gates, tallies, pages, release."""
    run: dict[str, object] = {"run_id": run_id, "started": datetime.now(UTC).isoformat(timespec="seconds")}
    with only_told_errors():
        return publish(settings, store, settings.config.campaign(order.campaign_id), order.as_of, reconciled, run)


@flow(
    name="consolidate",
    flow_run_name="consolidate {campaign_id}",
    task_runner=ThreadPoolTaskRunner(max_workers=FEDERATIONS_AT_ONCE),  # type: ignore[arg-type]
    persist_result=False,
    validate_parameters=False,
)
def consolidate_flow(campaign_id: str, federations: list[str], run_id: str) -> None:
    """The night. Its parameters are ids only; settings and answer pass outside Prefect's records."""
    night = _NIGHTS[run_id]
    settings, order, store = night.settings, night.order, night.store
    with warm_parser(settings.config.limits) as parser:
        let_through = frozenset(order.let_through)
        intake = Intake(settings, store, parser, campaign_id, run_id, order.as_of, order.submissions, let_through)
        running = take_in.map(unmapped(intake), federations)
        for _, future in zip(_progress(federations), running, strict=True):
            night.outcomes.append(future.result())
    campaign = settings.config.campaign(campaign_id)
    settle_portal(settings, store, campaign_id)
    standing = standing_release(settings, store, campaign, order.as_of, run_id)
    if standing:
        night.published, night.pairs_under_review = standing
    else:
        reconciled = reconcile_campaign(settings, store, campaign_id, order.as_of)
        night.pairs_under_review = pairs = pairs_under_review(reconciled)
        night.still_ours()
        night.published = publish_campaign(settings, store, order, reconciled, run_id)
        note_standing(settings, store, campaign, order.as_of, reconciled, night.published, pairs)
    night_table(settings.config, campaign_id, run_id, night.published, night.outcomes)


def consolidate(order: Order) -> Night:
    """Run the flow; ConfigError, StoreError, ReleaseError or AnotherRun when nothing could be made."""
    settings = load_settings(order.config_path, order.workdir)
    codes = list(order.federations) or [f.code for f in settings.config.federations_of(order.campaign_id)]
    run_id = uuid4().hex[:12]
    prepare_logs()
    log_as(run_id)
    _log.info("night of %s as of %s, %d federations", order.campaign_id, order.as_of, len(codes))
    with (
        told_failure(settings.config.notifications, order.campaign_id, run_id),
        told_where_full((settings.workdir, settings.releases)),
        alone(settings.workdir, wait=order.wait),
        closing(Store(settings.database_url)) as store,
        own_turn(store, wait=order.wait) as still_ours,
    ):
        same_key(store, key_id(settings.hmac_key))
        tell_killed(settings.config, order.campaign_id, store)
        for code in order.let_through:
            who, why = order.let_through_by, order.let_through_because
            note_let_through(store, order.campaign_id, FEDERATION, code, who, why)
        night = _noted_night(OpenNight(settings, order, store, still_ours, []), codes, run_id)
        try:
            _after(settings, order, store, night)
        except StoreError as error:  # the release stands all the same
            _log.warning("run %s: what follows a release was not done: %s", run_id, error)
    return night


def _after(settings: Settings, order: Order, store: Store, night: Night) -> None:
    """What a person has to know is told; what the config no longer keeps goes."""
    config, campaign = settings.config, settings.config.campaign(order.campaign_id)
    tell_night(config, campaign, store, order.as_of, night.run_id, night.published)
    if not night.published.held_because:
        remove_old_releases(settings.releases / campaign.id, config.retention)
        remove_old_receipts(store, campaign.id, today(config) - timedelta(days=config.retention.receipts))


def _noted_night(open_night: "OpenNight", codes: list[str], run_id: str) -> Night:
    """The flow, with the night's record in the store around it."""
    order, at_once = open_night.order, open_night.settings.config.concurrency.federations
    several: ThreadPoolTaskRunner[Outcome] = ThreadPoolTaskRunner(max_workers=at_once)
    _NIGHTS[run_id] = open_night
    try:
        with noted(open_night.store, run_id, order.campaign_id, order.as_of) as ended:
            flow = consolidate_flow.with_options(task_runner=several)  # type: ignore[arg-type]
            published_or_failed(lambda: flow(order.campaign_id, codes, run_id), open_night)
            assert open_night.published is not None
            ended(open_night.published, open_night.outcomes, open_night.pairs_under_review)
            _log.info("release %s: %s", open_night.published.release_id, open_night.published.held_because or "made")
            return Night(run_id, tuple(open_night.outcomes), open_night.published)
    finally:
        del _NIGHTS[run_id]


def published_or_failed(work: Callable[[], object], open_night: "OpenNight") -> None:
    """A release that went out stands, whatever happens to Prefect's server or the database after it."""
    try:
        work()
    except Exception as error:
        if open_night.published is None:
            raise
        _log.error("the release stands, but what follows it was not done: %s", type(error).__name__)


@dataclass
class OpenNight:
    """What the flow needs and must not show to Prefect, and where it leaves its answer."""

    settings: Settings
    order: Order
    store: Store
    still_ours: Callable[[], None]  # AnotherRun where the database let go of us and somebody else came
    outcomes: list[Outcome]
    published: Published | None = None
    pairs_under_review: int = 0


_NIGHTS: dict[str, OpenNight] = {}


def _progress(codes: Sequence[str]) -> Iterator[str]:
    yield from tqdm(codes, desc="federations", unit="", disable=not sys.stderr.isatty(), file=sys.stderr)
