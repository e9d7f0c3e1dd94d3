"""The word data of the sample (`data/`), read once as package data."""

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words(name: str) -> dict[str, Any]:
    """The YAML file `data/<name>.yaml`."""
    text = files("flows.sample").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file `data/<name>.csv`."""
    text = files("flows.sample").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
