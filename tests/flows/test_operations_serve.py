"""The service as an operator runs it: a Prefect server, `tonghop serve`, a cron that yields runs, one federation asked
for."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from tests.builders import CAMPAIGN, ROOT, csv_table, row, small_config
from tests.flows.test_dossier import dossier_block
from tests.flows.test_secrecy import MARK, everything_written

_PATIENCE = 180
LATER = "01-trieu-2021-2023"
DEADLINE = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date() + timedelta(days=9)
Service = tuple[str, Path, dict[str, str]]


def _ask(url: str, data: object = None) -> Any:
    """The server's answer. While its SQLite is locked it says 503 and is asked again, as Prefect's own client does."""
    body = None if data is None else json.dumps(data).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503 or time.monotonic() > end:
                raise
        time.sleep(0.5)


def _until(found: Callable[[], Any]) -> Any:
    """What it gives once it gives something."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            if answer := found():
                return answer
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError("it never came")


@contextmanager
def _started(command: list[str], environment: dict[str, str], at: Path = ROOT) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is ended with TERM."""
    process = subprocess.Popen(command, cwd=at, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The address of a server that has our deployments, the working directory, the environment."""
    place = tmp_path_factory.mktemp("service")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    api = f"http://127.0.0.1:{port}/api"
    environment = {
        **os.environ,
        "TONGHOP_HMAC_KEY": "a key for tests, no secret at all",
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(place / "prefect"),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    }
    config = small_config(place / "config.yaml", ("LDLD-01", "LDLD-02"), dossier=dossier_block())
    campaigns = yaml.safe_load(config.read_text(encoding="utf-8"))["campaigns"]
    later = next(c for c in campaigns if c["id"] == LATER)
    later["deadline"] = DEADLINE  # a deadline that is still to come
    small_config(config, ("LDLD-01", "LDLD-02"), dossier=dossier_block(), campaigns=campaigns)
    secret = row(2, "Đổi mới lò hơi", authors=f"Trần {MARK}", secrecy="x")
    for code in ("LDLD-01", "LDLD-02"):
        folder = place / "var" / "submissions" / code
        folder.mkdir(parents=True)
        (folder / "a.csv").write_bytes(csv_table([row(1, f"Cải tiến máy dệt của {code}"), secret]))
    serve = [sys.executable, "-m", "flows.cli", "serve", "--config", str(config), "--workdir", str(place / "var")]
    server = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with _started(server, environment):
        _until(lambda: _ask(f"{api}/health"))
        with _started(serve, environment):
            _until(lambda: len(_ask(f"{api}/deployments/filter", {})) == 6)
            yield api, place, environment


def test_the_cron_yields_runs(service: Service) -> None:
    api, _, _ = service
    nightly = _ask(f"{api}/deployments/name/night/nightly-{CAMPAIGN}")
    assert nightly["schedules"][0]["schedule"]["cron"] == "30 0 * * *"
    assert nightly["schedules"][0]["schedule"]["timezone"] == "Asia/Ho_Chi_Minh"
    assert nightly["entrypoint"] == "flows.deployed.night"
    asked = {
        "deployments": {"id": {"any_": [nightly["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    runs = _until(lambda: _ask(f"{api}/flow_runs/filter", asked))
    # 00:30 in Viet Nam is 17:30 of the day before by UTC.
    assert {r["expected_start_time"][11:16] for r in runs} == {"17:30"}


def test_the_dossiers_are_due_once_on_the_morning_after_the_deadline(service: Service) -> None:
    api, _, _ = service

    def runs(campaign: str) -> list[str]:
        dossier = _ask(f"{api}/deployments/name/dossier/dossier-{campaign}")
        found = _ask(f"{api}/flow_runs/filter", {"deployments": {"id": {"any_": [dossier["id"]]}}})
        return [run["expected_start_time"][:16] for run in found]

    assert _until(lambda: runs(LATER)) == [f"{DEADLINE.isoformat()}T23:00"]  # 06:00 of the next day in Viet Nam
    assert runs(CAMPAIGN) == []  # its deadline is long over


def _asked_for(api: str, name: str, parameters: dict[str, str], flow: str = "night") -> Any:
    """A run of a deployment, when it has ended."""
    deployment = _ask(f"{api}/deployments/name/{flow}/{name}")
    run = _ask(f"{api}/deployments/{deployment['id']}/create_flow_run", {"parameters": parameters})

    def ended() -> Any:
        found = _ask(f"{api}/flow_runs/{run['id']}")
        return found if found["state"]["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None

    return _until(ended)


def test_one_federation_asked_for_makes_a_release(service: Service) -> None:
    api, place, _ = service
    done = _asked_for(api, f"federation-{CAMPAIGN}", {"federation": "LDLD-02", "as_of": "2021-05-31"})
    assert done["state"]["type"] == "COMPLETED", done["state"]
    latest = place / "var" / "releases" / CAMPAIGN / "latest"
    manifest = json.loads((latest / "manifest.json").read_text(encoding="utf-8"))
    assert [r["federation_code"] for r in manifest["receipts"]] == ["LDLD-02"]
    assert manifest["release_id"] in done["state"]["message"]
    kept = everything_written(place / "prefect") + json.dumps(done).encode()
    assert MARK.encode() not in kept


def test_the_deployment_of_the_dossiers_makes_them(service: Service) -> None:
    api, place, _ = service
    _asked_for(api, f"federation-{CAMPAIGN}", {"federation": "LDLD-02", "as_of": "2021-05-31"})
    done = _asked_for(api, f"dossier-{CAMPAIGN}", {"as_of": "2021-06-02"}, "dossier")
    assert (done["state"]["type"], done["state"]["name"]) == ("COMPLETED", "Held"), done["state"]
    assert "1 dossiers made, 2 held" in done["state"]["message"]  # LDLD-01 sent nothing, and so the nation waits
    dossiers = place / "var" / "dossiers" / CAMPAIGN
    (made,) = dossiers.glob("*/*/manifest.json")
    told = json.loads(made.read_text(encoding="utf-8"))
    assert (told["federation_code"], told["draft"]) == ("LDLD-02", False)
    assert {p.name for p in made.parent.iterdir()} == {*told["files"], "manifest.json"}
    kept = everything_written(place / "prefect") + json.dumps(done).encode()
    assert MARK.encode() not in kept + everything_written(dossiers)
    assert "Cải tiến máy dệt".encode() not in kept


def test_the_worker_of_a_pool_runs_a_night(service: Service, tmp_path: Path) -> None:
    api, place, environment = service
    config, workdir = place / "config.yaml", place / "pool"
    (workdir / "submissions").parent.mkdir()
    (workdir / "submissions").symlink_to(place / "var" / "submissions")
    register = [sys.executable, "-m", "flows.cli", "serve", "--pool", "several"]
    register += ["--config", str(config), "--workdir", str(workdir)]
    told = subprocess.run(register, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 2
    assert "prefect work-pool create several --type process" in told.stderr
    _ask(f"{api}/work_pools/", {"name": "several", "type": "process"})
    subprocess.run(register, cwd=ROOT, env=environment, timeout=120, check=True)
    worker = [sys.executable, "-m", "prefect", "worker", "start", "--pool", "several", "--type", "process"]
    # A worker stands wherever its machine's service starts it; the deployment's paths are absolute.
    with _started(worker, environment, tmp_path):
        done = _asked_for(api, f"federation-{CAMPAIGN}", {"federation": "LDLD-01", "as_of": "2021-05-31"})
    assert done["state"]["type"] == "COMPLETED", done["state"]
    assert (workdir / "releases" / CAMPAIGN / "latest" / "public" / "index.html").is_file()
    assert MARK.encode() not in everything_written(place / "prefect") + everything_written(tmp_path)
