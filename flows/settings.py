"""config.yaml, the data tables of `schemas/` and the environment -> validated objects. Nothing else reads them."""

import csv
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from flows.config_file import ConfigError, load_config
from flows.keys import KEY_FILE, KEY_VARIABLE, key_id
from flows.source_settings import Source, source_of
from flows.weight_tables import named_weights, shipped_weights
from rules.columns import ColumnTable
from rules.common_names import NameParts, common_codes
from rules.features import Coder
from rules.hashing import Codes
from rules.model import Model
from rules.planted import PlantedWork
from rules.terms import TermTable
from rules.weights import WeightTable
from schemas.config import Config, Federation

__all__ = ["ConfigError", "Settings", "load_config", "load_settings"]

DEFAULT_CONFIG = Path("config.yaml")
DEFAULT_WORKDIR = Path("var")
_UNDERSTANDING = ("rules", "schemas", "flows.reading")  # what decides how a file is understood
_SOFTWARE = ("rules", "schemas", "flows", "reports")
_SHORTEST_KEY = 16  # bytes


@dataclass(frozen=True)
class Settings:
    """Everything a run needs to know that is no data of a federation."""

    config: Config
    config_hash: str
    workdir: Path
    hmac_key: bytes
    columns: ColumnTable
    parsing_hash: str
    software_hash: str
    weights: WeightTable
    config_path: Path = DEFAULT_CONFIG  # what the config names by a plain path stands beside it

    @property
    def database_url(self) -> str:
        """The store's address with `{workdir}` filled in; TONGHOP_DATABASE_URL overrides it (passwords live there)."""
        return database_url(self.config, self.workdir)

    @property
    def releases(self) -> Path:
        """The folder of all releases."""
        return self.workdir / self.config.releases.folder

    def model(self) -> Model:
        """The frozen model of matching with the table of weights that the config names, under this key."""
        return load_model(self.hmac_key, self.weights)

    def source(self, federation: Federation, submissions: Path | None = None) -> Source:
        """Where a federation's files lie and how to get at them; with `submissions`, its folder below that one."""
        return source_of(self.config, federation, self.workdir, os.environ, submissions)

    def parser_key(self, federation_code: str) -> str:
        """Changes whenever a file of the federation would be understood otherwise (RULES.md 7)."""
        federation = self.config.federation(federation_code)
        key = key_id(self.hmac_key)
        parts = json.dumps([self.parsing_hash, federation.holds_no_secrets, federation.code, key])
        return hashlib.sha256(parts.encode()).hexdigest()[:32]


def load_settings(config_path: Path = DEFAULT_CONFIG, workdir: Path = DEFAULT_WORKDIR) -> Settings:
    """Read and check everything; ConfigError names the key and the line of a fault."""
    config, config_hash = load_config(config_path)
    weights, weights_hash = named_weights(config_path, config.matching.weights)
    if weights_hash:  # the table decides as the config does
        config_hash = hashlib.sha256((config_hash + weights_hash).encode()).hexdigest()
    workdir = workdir.absolute()
    try:
        workdir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"--workdir {workdir}: cannot be made: {error.strerror}") from None
    hashes = _hash_of(_UNDERSTANDING), _hash_of(_SOFTWARE)
    return Settings(config, config_hash, workdir, _hmac_key(workdir), load_columns(), *hashes, weights, config_path)


def database_url(config: Config, workdir: Path) -> str:
    """The address of the store; for who only reads it and needs no key."""
    url = os.environ.get("TONGHOP_DATABASE_URL") or config.database.url
    return url.replace("{workdir}", str(workdir.absolute()))


@cache
def load_columns() -> ColumnTable:
    """The spellings of schemas/columns.yaml."""
    return ColumnTable.from_mapping(yaml.safe_load(files("schemas").joinpath("columns.yaml").read_text("utf-8")))


@cache
def load_terms() -> TermTable:
    """The frozen table of term frequencies (schemas/title_terms.csv)."""
    text = files("schemas").joinpath("title_terms.csv").read_text("utf-8")
    return TermTable.from_rows((word, int(df)) for word, df in csv.reader(text.splitlines()[1:]))


@cache
def load_successors() -> dict[str, str]:
    """Federation code -> the province of 2025 that it became part of (schemas/successors.csv)."""
    lines = csv.DictReader(_schema_text("successors.csv").splitlines())
    return {line["federation_code"]: line["successor_code"] for line in lines}


@cache
def load_successor_names() -> dict[str, str]:
    """The 34 provinces of 2025 by their code."""
    lines = csv.DictReader(_schema_text("successors.csv").splitlines())
    return {line["successor_code"]: line["successor_name"] for line in lines}


def load_model(key: bytes, weights: WeightTable | None = None) -> Model:
    """The frozen model of matching (schemas/title_terms.csv, match_weights.csv, name_parts.csv) under a key; with
    `weights` in the place of the table that comes with tonghop."""
    return Model(load_terms(), weights or shipped_weights(), _common_codes(key))


@lru_cache(maxsize=2)
def _common_codes(key: bytes) -> Codes:
    return common_codes(_load_name_parts(), Coder(key))


@cache
def load_planted() -> tuple[PlantedWork, ...]:
    """The works of the planted pairs (schemas/planted_works.csv)."""
    return tuple(map(PlantedWork.from_row, csv.DictReader(_schema_text("planted_works.csv").splitlines())))


@cache
def _load_name_parts() -> NameParts:
    lines = csv.reader(_schema_text("name_parts.csv").splitlines()[1:])
    return NameParts.from_rows((part, place, int(share)) for part, place, share in lines)


def _schema_text(name: str) -> str:
    return files("schemas").joinpath(name).read_text("utf-8")


@cache
def _hash_of(packages: tuple[str, ...]) -> str:
    """Hash of all code, tables and templates in these packages."""
    digest = hashlib.sha256()
    for package in packages:
        for name, data in sorted(_parts(files(package), package)):
            digest.update(name.encode() + b"\0" + data)
    return digest.hexdigest()


def _parts(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for part in folder.iterdir():
        if part.is_dir():
            yield from _parts(part, f"{path}/{part.name}")
        elif part.name.endswith((".py", ".yaml", ".csv", ".j2", ".css")):
            yield f"{path}/{part.name}", part.read_bytes()


def software_version() -> str:
    """The version in pyproject.toml."""
    return version("tonghop")


def _hmac_key(workdir: Path) -> bytes:
    """From the environment; without it one is made in the working directory, for the sample and for trying things
    out."""
    stated = os.environ.get(KEY_VARIABLE, "")
    if stated:
        if len(stated.encode()) < _SHORTEST_KEY:
            raise ConfigError(f"{KEY_VARIABLE}: expected at least {_SHORTEST_KEY} bytes, found {len(stated.encode())}")
        return stated.encode()
    path = workdir / KEY_FILE
    try:
        if not path.exists():
            made = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
            try:
                os.link(made, path)  # fails where another run was first; its key stands
            except FileExistsError:
                pass
            finally:
                made.unlink()
        key = path.read_text().strip().encode()
    except OSError as error:
        raise ConfigError(f"{path}: the key file cannot be used: {error.strerror}") from None
    if len(key) < _SHORTEST_KEY:
        raise ConfigError(f"{path}: holds no key of at least {_SHORTEST_KEY} bytes; remove it or set {KEY_VARIABLE}")
    return key
