"""The docx templates: the packaged ones, and those of the user's own folder in their place."""

from importlib.resources import files
from pathlib import Path

from flows.faults import Misuse
from reports.dossier.letters import Mold

NAMES = ("to-trinh-don-vi", "to-trinh-toan-quoc", "bao-cao", "phu-luc-ngang", "phu-luc-doc")
LANDSCAPE, PORTRAIT = "phu-luc-ngang", "phu-luc-doc"


def load_molds(folder: str, beside: Path) -> dict[str, Mold]:
    """Every template by its name. `folder`: the config's, a plain path taken beside the config; "" for none."""
    own = beside / folder if folder else None
    if own is not None and not own.is_dir():
        raise Misuse(f"dossier.templates: {folder}: there is no such folder")
    strange = sorted(p.name for p in own.glob("*.docx") if p.stem not in NAMES) if own else []
    if strange:
        raise Misuse(f"dossier.templates: {strange[0]}: expected only {', '.join(f'{n}.docx' for n in NAMES)}")
    return {name: Mold(f"{name}.docx", _read(name, own)) for name in NAMES}


def _read(name: str, own: Path | None) -> bytes:
    mine = own / f"{name}.docx" if own else None
    if mine is not None and mine.is_file():
        try:
            return mine.read_bytes()
        except OSError as error:
            raise Misuse(f"dossier.templates: {mine.name}: cannot be read: {error.strerror}") from None
    return files("reports.dossier").joinpath(f"templates/{name}.docx").read_bytes()
