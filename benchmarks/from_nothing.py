"""`make run` from nothing: a fresh clone in a new folder, no environment, no sample. Prints wall seconds of each
step."""

import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _seconds(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Clone, `make install`, `make run`, `make run` again."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "tonghop"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for name, command in (
            ("make install", ["make", "install"]),
            ("make run (sample of 12,000 rows, consolidation)", ["make", "run"]),
            ("make run again (nothing changed)", ["make", "run"]),
        ):
            print(f"{name:<50}{_seconds(command, clone):8.1f} s", flush=True)


if __name__ == "__main__":
    main()
