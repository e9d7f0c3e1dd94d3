"""LibreOffice, where it is installed: many letters as PDF in one go. Any fault of it is told and harms nothing."""

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_log = logging.getLogger(__name__)
_SECONDS_EACH, _SECONDS_START = 10, 120
_PROGRAMS = ("soffice", "libreoffice")


@cache
def office_version() -> str:
    """Which LibreOffice there is ("LibreOffice 7.4.7.2"), "" for none."""
    program = _program()
    if not program:
        return ""
    try:
        with tempfile.TemporaryDirectory() as home:
            said = subprocess.run(
                [program, _profile(home), "--version"], capture_output=True, text=True, timeout=60, check=False
            )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return " ".join(said.stdout.split()[:2])


def office_pdfs(letters: Mapping[str, bytes]) -> dict[str, bytes]:
    """Name -> PDF of every letter (name -> docx); empty where LibreOffice could not make all of them."""
    program = _program()
    if not program or not letters:
        return {}
    with tempfile.TemporaryDirectory(prefix="tonghop-") as name:
        place = Path(name)
        for at, data in enumerate(letters.values()):
            (place / f"{at}.docx").write_bytes(data)
        files = [str(place / f"{at}.docx") for at in range(len(letters))]
        command = [program, _profile(str(place / "home")), "--headless", "--convert-to", "pdf", "--outdir", str(place)]
        seconds = _SECONDS_START + _SECONDS_EACH * len(files)
        try:
            subprocess.run([*command, *files], capture_output=True, timeout=seconds, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("LibreOffice: %s; the letters are made by the bundled engine", type(error).__name__)
            return {}
        made = {one: place / f"{at}.pdf" for at, one in enumerate(letters)}
        if not all(path.exists() for path in made.values()):
            _log.warning("LibreOffice made %d of %d letters", sum(p.exists() for p in made.values()), len(made))
            return {}
        return {one: path.read_bytes() for one, path in made.items()}


def _program() -> str:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


def _profile(home: str) -> str:
    """A profile of its own, so that an office that is open is not asked."""
    return f"-env:UserInstallation={Path(os.path.abspath(home)).as_uri()}"
