"""Logs by the standard library: plain faults on the terminal, or one JSON object a line with the run's id. What is
logged is ours: codes, counts and kinds, never a value of a row."""

import json
import logging
import os
import sys
from datetime import UTC, datetime

LOG_VARIABLE = "TONGHOP_LOG"  # json: as `--log-json`; so that a served run logs as the service does
_ours = logging.getLogger("flows")


class _JsonLines(logging.Formatter):
    run_id = ""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "run_id": self.run_id,
            "message": record.getMessage(),
        }
        return json.dumps(told, ensure_ascii=False)


_lines = _JsonLines()


def prepare_logs(*, as_json: bool = False) -> None:
    """Log as JSON where asked, by the option or by the environment; else faults only, as they are."""
    if as_json:
        os.environ[LOG_VARIABLE] = "json"
    if os.environ.get(LOG_VARIABLE) != "json" or any(h.formatter is _lines for h in _ours.handlers):
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_lines)
    _ours.addHandler(handler)
    _ours.setLevel(logging.INFO)
    _ours.propagate = False


def log_as(run_id: str) -> None:
    """From now on this process logs for that run; it runs one at a time."""
    _lines.run_id = run_id
