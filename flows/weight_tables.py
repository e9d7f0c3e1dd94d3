"""Tables of match weights: the one that comes with tonghop, and those that `tonghop model fit` writes."""

import csv
import hashlib
import io
from functools import cache
from importlib.resources import files
from pathlib import Path

from flows.config_file import ConfigError
from rules.weights import WeightTable

_UNIT = "log2 odds"


@cache
def shipped_weights() -> WeightTable:
    """The frozen table of schemas/match_weights.csv."""
    return _read(files("schemas").joinpath("match_weights.csv").read_text("utf-8"))


def named_weights(config_path: Path, name: str) -> tuple[WeightTable, str]:
    """The table that `matching.weights` names, beside the config, and the sha256 of its file; ("" is the shipped one).

    ConfigError where it is not there or is no such table."""
    if not name:
        return shipped_weights(), ""
    path = config_path.parent / name
    try:
        data = path.read_bytes()
        return _read(data.decode("utf-8")), hashlib.sha256(data).hexdigest()
    except OSError as error:
        raise ConfigError(f"matching.weights: {path}: cannot be read: {error.strerror}") from None
    except (ValueError, IndexError) as error:
        raise ConfigError(f"matching.weights: {path}: is no table of weights: {error}") from None


def weights_csv(table: WeightTable) -> bytes:
    """The file that `named_weights` reads: the version in its first line, then comparison, level, weight."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([table.version, "", _UNIT])
    writer.writerows(table.rows())
    return text.getvalue().encode("utf-8")


def _read(text: str) -> WeightTable:
    first, *lines = csv.reader(text.splitlines())
    if not first[0] or first[-1] != _UNIT:
        raise ValueError(f"the first line was expected to hold a version and {_UNIT!r}")
    return WeightTable.from_rows(first[0], ((kind, level, float(weight)) for kind, level, weight in lines))
