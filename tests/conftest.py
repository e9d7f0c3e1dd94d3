"""What all tests share: a key that is no secret, a warm fork server, desks in temporary folders."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from flows.parsing import warm_parser
from flows.settings import load_config
from tests.builders import Desk, desk, small_config
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `both_databases` run on SQLite and on a real PostgreSQL."""
    if "a_desk" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("a_desk", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def a_desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    """Three federations, nothing sent yet."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return desk(tmp_path)
    return desk(tmp_path, database={"url": new_database()})
