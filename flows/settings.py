"""config.yaml, the data tables of `schemas/` and the environment -> validated objects. Nothing else reads them."""

import csv
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml
from pydantic import ValidationError

from flows.faults import Misuse
from flows.keys import KEY_FILE, KEY_VARIABLE, key_id
from flows.source_settings import Source, source_of
from rules.columns import ColumnTable
from rules.common_names import NameParts, common_codes
from rules.features import Coder
from rules.model import Model
from rules.terms import TermTable
from rules.weights import WeightTable
from schemas.config import Config, Federation

DEFAULT_CONFIG = Path("config.yaml")
DEFAULT_WORKDIR = Path("var")
_UNDERSTANDING = ("rules", "schemas", "flows.reading")  # what decides how a file is understood
_SOFTWARE = ("rules", "schemas", "flows", "reports")
_SHORTEST_KEY = 16  # bytes


class ConfigError(Misuse):
    """A fault in config.yaml or the environment, told with the key and the line."""


class _PlainLoader(yaml.SafeLoader):
    """YAML whose days stay text, so that the model judges them and a day that is none is told by its key."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


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

    @property
    def database_url(self) -> str:
        """The store's address with `{workdir}` filled in; TONGHOP_DATABASE_URL overrides it (passwords live there)."""
        return database_url(self.config, self.workdir)

    @property
    def releases(self) -> Path:
        """The folder of all releases."""
        return self.workdir / self.config.releases.folder

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
    workdir = workdir.absolute()
    try:
        workdir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"--workdir {workdir}: cannot be made: {error.strerror}") from None
    return Settings(
        config, config_hash, workdir, _hmac_key(workdir), load_columns(), _hash_of(_UNDERSTANDING), _hash_of(_SOFTWARE)
    )


def database_url(config: Config, workdir: Path) -> str:
    """The address of the store; for who only reads it and needs no key."""
    url = os.environ.get("TONGHOP_DATABASE_URL") or config.database.url
    return url.replace("{workdir}", str(workdir.absolute()))


def load_config(path: Path) -> tuple[Config, str]:
    """The validated config and the sha256 of its meaning (comments and layout do not count)."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text") from None
    try:
        root = yaml.compose(text, Loader=_PlainLoader)
        _refuse_repeated_keys(root, path)
        data = yaml.load(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError(f"{path}, line {line}: not valid YAML: {error.problem}") from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise ConfigError(f"{path}: not valid YAML: expected plain keys, texts, numbers, lists and blocks") from None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError("\n".join(_told(path, root, fault) for fault in error.errors())) from None
    for key, zone in ((("timezone",), config.timezone), (("schedule", "timezone"), config.schedule.timezone)):
        if zone not in available_timezones():
            raise ConfigError(f"{path}, line {_line_of(root, key)}: {'.'.join(key)}: no such time zone: {zone!r}")
    meaning = json.dumps(config.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return config, hashlib.sha256(meaning.encode()).hexdigest()


@cache
def load_columns() -> ColumnTable:
    """The spellings of schemas/columns.yaml."""
    return ColumnTable.from_mapping(yaml.safe_load(files("schemas").joinpath("columns.yaml").read_text("utf-8")))


@cache
def load_terms() -> TermTable:
    """The frozen table of term frequencies (schemas/title_terms.csv)."""
    text = files("schemas").joinpath("title_terms.csv").read_text("utf-8")
    return TermTable.from_rows((word, int(df)) for word, df in csv.reader(text.splitlines()[1:]))


def load_model(key: bytes) -> Model:
    """The frozen model of matching (schemas/title_terms.csv, match_weights.csv, name_parts.csv) under a key."""
    return Model(load_terms(), load_weights(), common_codes(_load_name_parts(), Coder(key)))


@cache
def load_weights() -> WeightTable:
    lines = list(csv.reader(_schema_text("match_weights.csv").splitlines()))
    return WeightTable.from_rows(lines[0][0], ((kind, level, float(weight)) for kind, level, weight in lines[1:]))


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


def _refuse_repeated_keys(node: yaml.Node | None, path: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ConfigError(f"{path}, line {key.start_mark.line + 1}: a key has to be a plain word")
            if key.value in seen:
                raise ConfigError(f"{path}, line {key.start_mark.line + 1}: the key {key.value!r} stands twice")
            seen.add(key.value)
            _refuse_repeated_keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, path)


def _told(path: Path, root: yaml.Node | None, fault: Any) -> str:
    key = ".".join(str(part) for part in fault["loc"]) or "(top)"
    # What stands under an unknown key, or in the place of an address, may be a password.
    hidden = fault["type"] in ("missing", "value_error", "extra_forbidden") or {"source", "endpoint_url"} & set(
        fault["loc"]
    )
    found = "" if hidden else f", found {str(fault['input'])[:60]!r}"
    return f"{path}, line {_line_of(root, fault['loc'])}: {key}: {fault['msg']}{found}"


def _line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line of the deepest part of a location that stands in the file."""
    line = node.start_mark.line + 1 if node else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
