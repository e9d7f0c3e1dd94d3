"""What was erased since a backup was made is erased in it again: withheld rows and sources, forgotten names."""

import tarfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flows.backup import BackupError
from flows.dossier.settling import Settled
from flows.erasing import withhold_rows
from flows.faults import Misuse
from flows.forgetting import forget_again
from flows.settings import Settings
from flows.store.erasures import path_codes, withheld_everywhere
from flows.store.lists import FOLDER, list_names, merge_lists, write_lists
from flows.store.records import counted_records
from flows.store.session import Store
from flows.withholding import withhold_again, withhold_in_releases
from rules.features import Coder
from schemas.config import Campaign

Lists = Mapping[str, bytes]


def keep_lists(settings: Settings, store: Store) -> None:
    """Write the lists of this working directory as they stand."""
    write_lists(store, settings.workdir / FOLDER)


def lists_in(source: Path) -> Lists:
    """The lists in a folder of them, in a working directory, or in a backup. Misuse where there are none."""
    folder = source / FOLDER if (source / FOLDER).is_dir() else source
    if folder.is_dir():
        found = {name: folder / f"{name}.parquet" for name in list_names()}
        told = {name: path.read_bytes() for name, path in found.items() if path.is_file()}
    else:
        told = _in_backup(source)
    if not told:
        raise Misuse(f"--erasures {source}: expected a backup, a working directory or its folder `{FOLDER}`")
    return told


def newer_backup(source: Path) -> Path | None:
    """The newest backup beside one that `tonghop backup` named by the moment, None where it is the newest itself."""
    later = sorted(p for p in source.parent.glob("tonghop-*.tar.gz") if p.name > source.name)
    return later[-1] if source.name.startswith("tonghop-") and later else None


def erase_again(settings: Settings, store: Store, lists: Lists, as_of: date) -> tuple[int, int, Settled]:
    """Treat a store, its releases and dossiers by lists of later: how many lines were new, how many releases changed,
    and which dossiers."""
    added = merge_lists(store, lists)
    coder, changed, dossiers = Coder(settings.hmac_key), 0, Settled()
    for campaign in settings.config.campaigns:
        _withhold_sources(store, coder, campaign)
        changed += withhold_again(settings, store, campaign)
        treated = withhold_in_releases(settings, store, campaign, as_of)
        changed, dossiers = changed + treated.releases, dossiers + treated.dossiers
    _, releases, forgotten = forget_again(settings, store)
    keep_lists(settings, store)
    return added, changed + releases, dossiers + forgotten


def _withhold_sources(store: Store, coder: Coder, campaign: Campaign) -> None:
    for federation_code, codes in withheld_everywhere(store, campaign.id).items():
        records = counted_records(store, campaign.id, federation_code)
        known = path_codes(store, campaign.id, federation_code)
        ours = records["file"].map(known).isin(codes) | ("" in codes)
        withhold_rows(store, coder, records[ours & (records["secret_reason"] == "")])


def _in_backup(source: Path) -> dict[str, bytes]:
    wanted = {f"database/{name}.parquet": name for name in list_names()}
    told: dict[str, bytes] = {}
    try:
        with tarfile.open(source, "r:gz") as archive:
            for info in archive:
                if (file := archive.extractfile(info)) and info.name in wanted:
                    told[wanted[info.name]] = file.read()
    except (OSError, tarfile.TarError, EOFError) as error:
        raise BackupError(f"--erasures {source}: cannot be read: {type(error).__name__}") from None
    return told
