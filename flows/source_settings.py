"""Where a federation's files lie tonight and how to get at them: its block of the config and the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from schemas.config import Config, Federation, Sources

_PREFIX = "TONGHOP_SOURCE_"
CA_VARIABLE = "TONGHOP_SOURCES_CA_FILE"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens a source. Only ever from the environment, and never shown: not even by repr."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    key_file: str = field(default="", repr=False)
    key_passphrase: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a pull needs to know. `largest`: bytes of a file; a larger one is not fetched."""

    federation_code: str
    address: str
    rules: Sources
    largest: int
    credentials: Credentials = field(default=Credentials(), repr=False)
    ca_file: str = ""
    known_hosts: str = ""
    endpoint_url: str = ""


def source_of(
    config: Config,
    federation: Federation,
    workdir: Path,
    environment: Mapping[str, str],
    submissions: Path | None = None,
) -> Source:
    """The source of one federation; with `submissions`, its folder below that one instead."""
    place = str(submissions.absolute() / federation.code) if submissions else federation.source
    rules = config.sources
    return Source(
        federation_code=federation.code,
        address=place if "://" in place else str(workdir / place),
        rules=rules,
        largest=config.limits.file_bytes,
        credentials=_credentials(federation.code, environment),
        ca_file=_path(environment.get(CA_VARIABLE) or rules.ca_file, workdir),
        known_hosts=_path(rules.known_hosts, workdir),
        endpoint_url=federation.endpoint_url or rules.s3_endpoint_url,
    )


def _credentials(code: str, environment: Mapping[str, str]) -> Credentials:
    """The federation's own variables; where it has none at all, the general ones. The two are never mixed."""
    own = _PREFIX + code.replace("-", "_") + "_"
    names = [f.name for f in fields(Credentials)]
    for prefix in (own, _PREFIX):
        found = {name: environment.get(prefix + name.upper(), "") for name in names}
        if any(found.values()):
            return Credentials(**found)
    return Credentials()


def _path(text: str, workdir: Path) -> str:
    return str(workdir / Path(text).expanduser()) if text else ""
