"""config.yaml -> the validated config; a fault is told with its key and line."""

import hashlib
import json
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml
from pydantic import ValidationError

from flows.faults import Misuse
from schemas.config import Config


class ConfigError(Misuse):
    """A fault in config.yaml or the environment, told with the key and the line."""


# Where things lie, when it runs and whom it tells: the same release comes of it.
_HOW: dict[str, Any] = {
    **dict.fromkeys(("database", "releases", "retention", "notifications", "concurrency"), True),
    "schedule": {"cron", "timezone"},
}


class _PlainLoader(yaml.SafeLoader):
    """YAML whose days stay text, so that the model judges them and a day that is none is told by its key."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load_config(path: Path) -> tuple[Config, str]:
    """The validated config and the sha256 of what it means for a release (comments and layout do not count)."""
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
    meaning = json.dumps(config.model_dump(mode="json", exclude=_HOW), sort_keys=True, ensure_ascii=False)
    return config, hashlib.sha256(meaning.encode()).hexdigest()


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
