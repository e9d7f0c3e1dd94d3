"""kill -9 of the whole command, Prefect's temporary server and the parsing children included, at random points.

`python -m benchmarks.crash_command --kills 10`. After each kill the same command runs undisturbed; its release has to
equal that of a desk that nobody disturbed, byte for byte but for run.json. Exit code 1 where it does not, or where a
process of a killed command is still there after the next run."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from benchmarks.crash_soak import _CODES, _FIRST_DAY, NotTheSame, _compare, _complete, _send
from tests.builders import ROOT, Desk, desk


def main() -> int:
    """Kill and print the counts as JSON."""
    parser = argparse.ArgumentParser(description="kill whole commands at random points")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=2021)
    given = parser.parse_args()
    os.environ.setdefault("TONGHOP_HMAC_KEY", "a key for tests, no secret at all")
    with tempfile.TemporaryDirectory() as folder:
        try:
            print(json.dumps(_soak(given.kills, given.seed, Path(folder))))
        except NotTheSame as error:
            print(error, file=sys.stderr)
            return 1
    return 0


def _soak(kills: int, seed: int, folder: Path) -> dict[str, object]:
    chance, seen = random.Random(seed), Counter[str]()
    for name in ("alone", "shaken"):
        (folder / name).mkdir()
    alone, shaken = desk(folder / "alone", _CODES), desk(folder / "shaken", _CODES)
    shaken.submissions = alone.submissions
    for number in range(kills):
        day = (_FIRST_DAY + timedelta(days=number)).isoformat()
        _send(alone.submissions, chance, number)
        begun = time.monotonic()
        _finished(alone, day)
        usual = time.monotonic() - begun
        campaign = shaken.settings.releases / shaken.campaign_id
        night = _command(shaken, day)
        time.sleep(chance.uniform(0.2, 1.0) * usual)
        ended = night.poll() is not None
        if not ended:
            # Every other time the command alone: what it started has to notice and to end by itself.
            (os.killpg if number % 2 else os.kill)(night.pid, signal.SIGKILL)
        night.wait()
        seen["had ended before the kill" if ended else "killed in the middle"] += 1
        seen["of these with a release folder begun"] += _complete(campaign)
        _finished(shaken, day)
        if _complete(campaign):
            raise NotTheSame(f"kill {number}: something unfinished was left")
        _compare(number, alone.latest(), shaken.latest())
    if left := _processes_of(folder):
        raise NotTheSame(f"processes of ended commands are still there: {left}")
    return {"kills": kills, "seed": seed, **dict(sorted(seen.items()))}


def _command(of: Desk, day: str) -> "subprocess.Popen[bytes]":
    workdir = of.settings.workdir
    command = [sys.executable, "-m", "flows.cli", "run", "--config", str(workdir.parent / "config.yaml")]
    command += ["--workdir", str(workdir), "--submissions", str(of.submissions), "--as-of", day]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload,no-any-return]


def _finished(of: Desk, day: str) -> None:
    if code := _command(of, day).wait(600):
        raise NotTheSame(f"a night that nobody disturbed ended with {code}")


def _processes_of(folder: Path) -> list[str]:
    """The processes that know the folder, from their command or environment, given a while to end."""
    end = time.monotonic() + 60
    found: list[str] = []
    while time.monotonic() < end:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            except OSError:  # it has just ended
                continue
            if str(folder).encode() in words:
                found.append(process.name)
        if not found:
            break
        time.sleep(0.5)
    return found


if __name__ == "__main__":
    sys.exit(main())
