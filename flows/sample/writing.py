"""Writes a whole sample: the plan first, then one federation at a time, the truth at the end."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.sample.desk import Desk
from flows.sample.federation import FederationWriter
from flows.sample.initiative import InitiativeMaker, window_of
from flows.sample.layout import Occasion
from flows.sample.oracle import Oracle
from flows.sample.people import person
from flows.sample.places import PROVINCE_PREFIX
from flows.sample.plan import Plan, make_plan
from flows.sample.posting import date_files
from flows.sample.rows import RowMaker
from flows.sample.sheet_truth import write_columns
from flows.sample.truth import TruthFile
from schemas.config import Config, Federation

_SIGNER = 8_888


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written. `oddities` counts the sheets that hold each, of `sheets` in all."""

    files: int
    rows: int
    federations: int
    truth: Path
    sheets: int
    styles: int
    oddities: Mapping[str, int]


def write_sample(
    config: Config, campaign_id: str, rows: int, seed: int, out: Path, progress: Callable[[int], None]
) -> SampleSummary:
    """Writes `out/<federation_code>/...` with about `rows` data rows, and the truth beside it.

    `progress` is told the number of rows written since the last call. Nothing stands under the final names before all
    is written. An existing `out` is refused, so that nobody's submissions are written over.
    """
    truth_path = out.with_name(out.name + "_truth.parquet")
    if out.exists():
        raise FileExistsError(f"the sample's folder {out} must not exist yet: remove it or name another")
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    plan = make_plan(config, campaign_id, rows, seed)
    window = window_of(config.campaign(campaign_id))
    truth_partial = out.with_name(f".{out.name}_truth.partial")
    with TruthFile(truth_partial) as truth:
        desk = Desk(partial, truth, Oracle(window), window, seed, spare=int(rows * 0.005))
        maker = InitiativeMaker(plan, config, window)
        for serial, federation in enumerate(config.federations):
            if plan.sizes[serial]:
                writer = _writer(desk, config, campaign_id, serial)
                _write_rows(
                    writer, RowMaker(plan, maker, window, serial, federation.holds_no_secrets), plan, serial, progress
                )
        _no_lists(desk, config, campaign_id, rows)
        date_files(partial, window, config.campaign(campaign_id).deadline, seed)
        truth.resolve(desk.oracle.verdicts(), {"campaign_id": campaign_id, "seed": str(seed)})
    columns_partial = out.with_name(f".{out.name}_columns.partial")
    write_columns(columns_partial, desk.columns)
    columns_partial.replace(out.with_name(out.name + "_columns.parquet"))
    truth_partial.replace(truth_path)
    partial.rename(out)
    odd = desk.oddities
    present = sum(1 for size in plan.sizes if size)
    return SampleSummary(
        desk.files, desk.rows, present, truth_path, odd.sheets, len(desk.styles), dict(sorted(odd.counts.items()))
    )


def _writer(desk: Desk, config: Config, campaign_id: str, serial: int) -> FederationWriter:
    federation = config.federations[serial]
    rank = sorted(f.code for f in config.federations).index(federation.code)
    return FederationWriter(desk, federation.code, (serial, rank), _occasion(desk, config, campaign_id, serial))


def _write_rows(
    writer: FederationWriter, maker: RowMaker, plan: Plan, serial: int, progress: Callable[[int], None]
) -> None:
    numbers, copied = plan.rows(serial)
    listed, again = numbers.tolist(), copied.tolist()
    writer.write(len(listed), lambda slot: maker.make(slot, listed[slot], again[slot]), progress)
    writer.add_bad_file()


def _no_lists(desk: Desk, config: Config, campaign_id: str, rows: int) -> None:
    """One federation sends a list of something else, too, and one without a header; one without secrets, where there
    is such a one."""
    count = min(int(rows * 0.002), 4)
    present = [i for i, f in enumerate(config.federations) if (desk.out / f.code).exists()]
    if count and present:
        serial = next((i for i in present if config.federations[i].holds_no_secrets), present[0])
        _writer(desk, config, campaign_id, serial).add_no_lists(count)


def _occasion(desk: Desk, config: Config, campaign_id: str, serial: int) -> Occasion:
    federation = config.federations[serial]
    campaign = config.campaign(campaign_id)
    return Occasion(
        campaign=campaign.name,
        federation=federation.name,
        place=_place(federation),
        day=campaign.deadline,
        signer=person(desk.seed, _SIGNER, serial, 0).name,
        secret_house=not federation.holds_no_secrets,
    )


def _place(federation: Federation) -> str:
    name = federation.name
    if not name.startswith(PROVINCE_PREFIX):
        return "Hà Nội"
    return name.removeprefix(PROVINCE_PREFIX).removeprefix("tỉnh ").removeprefix("thành phố ")
