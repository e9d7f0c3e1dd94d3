"""Which dossiers that stand say more than may be said now, and what became of them; asked after every re-rendering."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from flows.dossier.freezing import DOSSIERS
from flows.dossier.gathering import hash_of
from flows.dossier.packaging import DRAFT, MANIFEST, WITHDRAWN, clear, manifest_of
from flows.settings import Settings
from flows.store.session import Store
from schemas.config import Campaign

if TYPE_CHECKING:
    from flows.dossier.remaking import Remaking

LETTERS = ("01-to-trinh", "02-bao-cao")  # how the files begin that name nobody but who signs


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of dossiers, as "CODE/ID"."""

    remade: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()

    def __add__(self, other: "Settled") -> "Settled":
        return Settled((*self.remade, *other.remade), (*self.withdrawn, *other.withdrawn))

    def told(self) -> Iterator[str]:
        """A line for each of them."""
        yield from (f"dossier {one}: made again in short form" for one in self.remade)
        yield from (f"dossier {one}: WITHDRAWN, a note is in its place" for one in self.withdrawn)


@dataclass(frozen=True)
class Settling:
    """The dossiers of one campaign. `names`: whether a folder names who is to be forgotten; `rewrite`: what a manifest
    tells, without the name."""

    settings: Settings
    store: Store
    campaign: Campaign
    because: str
    names: Callable[[Path], bool] = lambda folder: False
    rewrite: Callable[[dict[str, Any]], dict[str, Any]] = lambda told: told

    def settle(self) -> Settled:
        """Every dossier that says too much, and all that come after it in its place: they quote it."""
        remade: list[str] = []
        withdrawn: list[str] = []
        releases = Releases(self.settings.releases / self.campaign.id)
        for place in sorted(p for p in (self.settings.workdir / DOSSIERS / self.campaign.id).glob("*") if p.is_dir()):
            clear(place)
            since = False
            for folder in sorted(p for p in place.iterdir() if p.is_dir()):
                draft = folder.name.startswith(DRAFT)
                says = self.names(folder) or releases.says_too_much(folder)
                since = since or (says and not draft)
                if says or (since and not draft):
                    stands = self._remaking.treat(folder)
                    (remade if stands else withdrawn).append(f"{place.name}/{folder.name}")
        return Settled(tuple(remade), tuple(withdrawn))

    @cached_property
    def _remaking(self) -> "Remaking":
        from flows.dossier.remaking import Remaking  # the engines are asked for only where there is something to make

        return Remaking(self.settings, self.store, self.campaign, self.because, self.rewrite, self.names)


class Releases:
    """What the releases of a campaign keep back now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, frozenset[str]] = {}

    def says_too_much(self, folder: Path) -> bool:
        """Whether a dossier names an author that its release does not, or cannot be judged any more."""
        try:
            told = manifest_of(folder)
            release = self._folder / str(told["release_id"])
            if hash_of(release) == told["release_sha256"]:
                return False
            return not set(told["open"]) <= self._open_in(release)
        except (OSError, ValueError, KeyError):
            return True

    def _open_in(self, release: Path) -> frozenset[str]:
        if release.name not in self._open:
            columns = ["initiative_id", "is_redacted"]
            records = pd.read_parquet(release / "internal" / "records.parquet", columns=columns)
            hidden = records["is_redacted"].astype(bool)
            found = frozenset(records.loc[~hidden, "initiative_id"]) - frozenset(records.loc[hidden, "initiative_id"])
            self._open[release.name] = found
        return self._open[release.name]


def notes_of(dossiers: Path) -> list[dict[str, Any]]:
    """What stands of a campaign's dossiers that were withdrawn, or made again: place, dossier_id, what, because, on."""
    found = []
    for path in sorted(dossiers.glob(f"*/*{WITHDRAWN}")):
        told = json.loads(path.read_text("utf-8"))
        found.append(_note(path.parent, told["dossier_id"], "withdrawn", told))
    for path in sorted(dossiers.glob(f"*/*/{MANIFEST}")):
        told = json.loads(path.read_text("utf-8"))
        found += [_note(path.parent.parent, told["dossier_id"], "made again", one) for one in told.get("remade", ())]
    return found


def _note(place: Path, dossier_id: str, what: str, told: dict[str, Any]) -> dict[str, Any]:
    about = {"because": told["because"], "on": told["on"]}
    return {"place": place.name, "dossier_id": dossier_id, "what": what} | about
