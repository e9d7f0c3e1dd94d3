"""How Prefect is set up before it is imported: nothing of a row may reach its records, nothing leaves the machine."""

import os
from pathlib import Path

# Results, prints and logs of tasks could carry rows; what Prefect may know of a night is states, counts and links.
HARDENED = {
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_TASKS_DEFAULT_PERSIST_RESULT": "false",
    "PREFECT_TASKS_DISABLE_CACHING": "true",
    "PREFECT_LOGGING_LOG_PRINTS": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # faults are told by the command, without tracebacks
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
}


def prepare_prefect(workdir: Path) -> None:
    """Set the environment for Prefect; an operator's own server (PREFECT_API_URL) and home are kept."""
    os.environ.update(HARDENED)
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    home = Path(os.environ.setdefault("PREFECT_HOME", str(workdir.absolute() / "prefect")))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)


def not_hardened() -> list[str]:
    """The variables that do not stand as `prepare_prefect` sets them."""
    return [name for name, value in HARDENED.items() if os.environ.get(name, "").lower() != value]


def server_away() -> str:
    """Why an operator's own Prefect server cannot be used, "" where it answers or none is wanted."""
    if not os.environ.get("PREFECT_API_URL"):
        return ""
    from prefect import get_client

    with get_client(sync_client=True) as client:
        error = client.api_healthcheck()
    if error is None:
        return ""
    return (
        f"the Prefect server of PREFECT_API_URL does not answer ({type(error).__name__}); "
        "start it, or unset the variable: then a temporary one is used"
    )
