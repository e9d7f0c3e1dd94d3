"""What is told of a night while nobody looks: a table for Prefect's pages, notices for what a person has to know."""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from prefect.artifacts import create_markdown_artifact

from flows.faults import ToldError
from flows.intake import Outcome
from flows.nights import night_counts
from flows.notices import Notice, send
from flows.publish import Published
from flows.store.runs import ended_nights, newest_runs
from flows.store.session import Store
from flows.store.standing import standing
from schemas.config import Campaign, Config, Notifications
from schemas.release import FederationState

_log = logging.getLogger(__name__)
_WORSE = (FederationState.MISSING.value, FederationState.UNREAD.value, FederationState.KEPT_LAST_GOOD.value)
_NUMBERS = ("| | |", "|---|---:|")
_FEDERATIONS = ("| federation | state | files | unchanged | rejected | rows read |", "|---|---|---:|---:|---:|---:|")
_REPORTS = (
    ("staff's page", "internal/index.html"),
    ("public page", "public/index.html"),
    ("tally workbook", "internal/tallies.xlsx"),
    ("findings", "internal/findings.csv"),
)


def night_table(
    config: Config, campaign_id: str, run_id: str, published: Published, outcomes: Sequence[Outcome]
) -> None:
    """The night's counts as an artifact; counts, codes and links only. A fault of Prefect's harms no night."""
    address = f"{config.releases.address}/{campaign_id}" if config.releases.address else ""
    try:
        create_markdown_artifact(
            key=f"night-{campaign_id.lower().replace('_', '-')}",
            markdown=table_of(run_id, published, outcomes, address),
        )
    except Exception as error:
        _log.warning("the night's table could not be kept: %s", type(error).__name__)


def table_of(run_id: str, published: Published, outcomes: Sequence[Outcome], address: str = "") -> str:
    """Markdown: links to the reports, the night in numbers, then a line a federation with its report.

    `address`: where browsers see the campaign's releases; without one the links are paths of this machine."""
    folder = published.folder
    to = f"{address}/{published.release_id}" if address else folder.resolve().as_uri() if folder else ""
    links = [f"[{says}]({to}/{path})" for says, path in _REPORTS] if folder else []
    counts = [f"| {name} | {n:,} |" for name, n in night_counts(published, outcomes).items()]
    lines = [
        f"| {_linked(o.federation_code, to, folder)} | {o.state.value} | {o.files} | {o.unchanged} | {o.rejected} |"
        f" {o.rows:,} |"
        for o in outcomes
    ]
    head = [f"# {_head(run_id, published)}", "", *(f"- {reason}" for reason in published.held_because), ""]
    return "\n".join([*head, ", ".join(links), "", *_NUMBERS, *counts, "", *_FEDERATIONS, *lines])


def _head(run_id: str, published: Published) -> str:
    return f"run {run_id}, release {published.release_id}" + (" HELD" if published.held_because else "")


def _linked(code: str, to: str, folder: Path | None) -> str:
    path = f"internal/federations/{code}/report.html"
    return f"[{code}]({to}/{path})" if folder and (folder / path).is_file() else code


@contextlib.contextmanager
def told_failure(rule: Notifications, campaign_id: str, run_id: str = "not begun") -> Iterator[None]:
    """A night that makes nothing is told, and fails as it did."""
    try:
        yield
    except BaseException as error:
        why = str(error) if isinstance(error, ToldError) else type(error).__name__
        text = f"The night made nothing: {why}. The last release stands."
        send(Notice("failed", campaign_id, run_id, text), rule)
        raise


def tell_killed(config: Config, campaign_id: str, store: Store) -> None:
    """A night that did not end could tell nobody; the next one does, when nothing else can be at work any more."""
    last = next(iter(newest_runs(store, campaign_id, 1)), None)
    if last and not last.outcome:
        text = f"The night of {last.as_of}, begun {last.started}, did not end: it was killed, or the machine stopped."
        told = "What it left is made good by the night that begins now."
        send(Notice("failed", campaign_id, last.run_id, f"{text} {told}"), config.notifications)


def tell_night(
    config: Config, campaign: Campaign, store: Store, as_of: date, run_id: str, published: Published
) -> None:
    """A release that was held, and federations that a person should ask after."""
    if published.held_because:
        text = "The release is held: " + "; ".join(published.held_because)
        send(Notice("held", campaign.id, run_id, text), config.notifications)
    sentences = federations_to_ask_after(config, campaign, store, as_of)
    if sentences:
        send(Notice("federations", campaign.id, run_id, " ".join(sentences)), config.notifications)


def federations_to_ask_after(config: Config, campaign: Campaign, store: Store, as_of: date) -> list[str]:
    """Who turned for the worse today, and in the first night after the deadline who never sent anything."""
    stands = standing(store, campaign.id)
    today = stands[stands["since"] == as_of.isoformat()]
    sentences = []
    for state in _WORSE:
        codes = today.loc[today["state"] == state, "federation_code"].tolist()
        if codes:
            sentences.append(f"{state} since today: {', '.join(codes)}.")
    if as_of > campaign.deadline and ended_nights(store, campaign.id, after=campaign.deadline) == 1:  # this one
        heard = set(stands.loc[stands["state"] != FederationState.MISSING.value, "federation_code"])
        late = [f.code for f in config.federations_of(campaign.id) if f.code not in heard]
        sentences += [f"missing after the deadline: {', '.join(late)}."] if late else []
    return sentences
