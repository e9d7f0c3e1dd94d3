"""What all tests share: a key that is no secret, a warm fork server, desks in temporary folders."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from flows.parsing import warm_parser
from flows.settings import load_config
from tests.builders import DATABASE_VARIABLE, SQLITE, Desk, desk, small_config
from tests.databases import new_database

# How long an example takes says more of the machine than of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True, scope="session")
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGHOP_HMAC_KEY", "a key for tests, no secret at all")
        patch.delenv("TONGHOP_DATABASE_URL", raising=False)
        config, _ = load_config(small_config(tmp_path_factory.mktemp("config") / "config.yaml"))
        with warm_parser(config.limits):
            yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is about the file of SQLite is skipped where all desks stand on PostgreSQL."""
    if os.environ.get(DATABASE_VARIABLE) == "postgresql":
        for item in items:
            if item.get_closest_marker("file_of_sqlite"):
                item.add_marker(pytest.mark.skip(reason="about the file of SQLite"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `both_databases` run on SQLite and on a real PostgreSQL."""
    if "a_desk" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("a_desk", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def a_desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    """Three federations, nothing sent yet."""
    kind = getattr(request, "param", "")
    if not kind:
        return desk(tmp_path)
    return desk(tmp_path, database={"url": SQLITE if kind == "sqlite" else new_database()})
