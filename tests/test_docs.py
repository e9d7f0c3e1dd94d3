"""Documents and code stay one: every command, option, check and config key is told."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from flows.cli import _parser
from reports.wording import CHECKS
from rules.checks import all_checks
from schemas.config import Config
from schemas.ledger import Disposition

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _text(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def _options() -> Iterator[tuple[str, str]]:
    commands = next(a for a in _parser()._actions if a.dest == "==SUPPRESS==" or (hasattr(a, "choices") and a.choices))
    for name, parser in commands.choices.items():  # type: ignore[union-attr]
        for action in parser._actions:
            for option in action.option_strings:
                if option.startswith("--"):
                    yield name, option


@pytest.mark.parametrize(("command", "option"), sorted(_options()))
def test_every_command_and_option_is_told(command: str, option: str) -> None:
    text = _text("commands.md")
    assert f"## `tonghop {command}`" in text
    assert f"`{option}" in text


def test_every_check_is_told_and_worded_and_no_other() -> None:
    told = re.findall(r"^\| ([A-Z]{3}-\d{3}) \| (\w+) \|", _text("checks.md"), re.MULTILINE)
    assert dict(told) == {check: severity.value for check, severity in all_checks().items()}
    assert set(CHECKS) == set(all_checks())


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for module, inner in re.findall(r"(schemas\.config(?:_\w+)?)\.(\w+)", str(field.annotation)):
            kind = getattr(__import__(module, fromlist=[inner]), inner)
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from _keys(kind)


@pytest.mark.parametrize("key", sorted(set(_keys(Config))))
def test_every_config_key_is_told(key: str) -> None:
    assert re.search(rf"[`.]{key}\b", _text("configuration.md")), key


@pytest.mark.parametrize("disposition", [d.value for d in Disposition])
def test_every_disposition_is_told(disposition: str) -> None:
    assert f"`{disposition}`" in _text("counting.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_to_something(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_every_direct_dependency_has_its_line() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project[project.index("\ndependencies = [") : project.index("[project.optional")]
    text = _text("dependencies.md")
    for name in re.findall(r'^  "([a-z0-9-]+)', block, re.MULTILINE):
        assert re.search(rf"\b{name}\b", text), name


def test_no_secret_and_no_address_stands_in_the_project() -> None:
    for path in (ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "config.yaml", ROOT / "Makefile"):
        assert "://" not in path.read_text(encoding="utf-8").replace("sqlite:///{workdir}", ""), path
