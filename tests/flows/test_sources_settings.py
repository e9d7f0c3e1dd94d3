"""Where a source's settings come from, and which addresses config.yaml may not hold."""

from pathlib import Path

import pytest
import yaml

from flows.settings import ConfigError, load_config, load_settings
from flows.source_settings import Credentials
from tests.builders import small_config

HIDDEN = "h1dd3n"


def _with_source(tmp_path: Path, source: object, **more: object) -> Path:
    path = small_config(tmp_path / "config.yaml")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["federations"][1] |= {"source": source} | more
    path.write_text(yaml.safe_dump(data, allow_unicode=True, width=1000), encoding="utf-8")
    return path


def _line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


@pytest.mark.parametrize(
    "address",
    [
        f"sftp://user:{HIDDEN}@nop.vn/x",
        f"sftp://user:{HIDDEN}/a#b@nop.vn/x",
        f"https://{HIDDEN}@nop.vn/x",
        f"https://nop.vn/x?token={HIDDEN}",
        f"https://nop.vn/x#{HIDDEN}",
        f"s3://{HIDDEN}:x@bucket/prefix",
        f"sftp://nop.vn:{HIDDEN}/x",
        f"http://nop.vn/{HIDDEN}",
        f"ftp://u:{HIDDEN}@nop.vn/",
        f"simplecache::https://u:{HIDDEN}@nop.vn/",
        f"sftp:/u:{HIDDEN}@nop.vn/x",
        f"u:{HIDDEN}@nop.vn:/x",
        f"SFTP://u:{HIDDEN}@nop.vn/x",
        f"https:///{HIDDEN}",
    ],
)
def test_an_address_that_may_hold_a_password_is_refused_and_not_repeated(tmp_path: Path, address: str) -> None:
    path = _with_source(tmp_path, address)
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    assert f"line {_line_of(path, HIDDEN)}: federations.1.source: " in str(caught.value)
    assert HIDDEN not in str(caught.value)


@pytest.mark.parametrize(
    "more", [{"password": HIDDEN}, {"endpoint_url": f"https://u:{HIDDEN}@nop.vn"}, {"endpoint_url": [HIDDEN]}]
)
def test_a_password_in_another_key_is_not_repeated_either(tmp_path: Path, more: dict[str, object]) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(_with_source(tmp_path, "x", **more))
    assert HIDDEN not in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        load_config(_with_source(tmp_path, [HIDDEN]))
    assert HIDDEN not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "nộp/LDLD-01",
        "/srv/nộp",
        "file:///srv/x",
        "sftp://nop.vn:2222/a b/c",
        "https://nop.vn/a%40b/",
        "s3://bucket/a/b",
    ],
)
def test_plain_addresses_are_taken(tmp_path: Path, address: str) -> None:
    config, _ = load_config(_with_source(tmp_path, address))
    assert config.federations[1].source == address


def test_federations_that_would_share_variables_are_refused(tmp_path: Path) -> None:
    path = small_config(tmp_path / "config.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("code: LDLD-02", "code: LDLD_01"), encoding="utf-8")
    with pytest.raises(ConfigError, match="LDLD-01, LDLD_01 would share their TONGHOP_SOURCE_ variables"):
        load_config(path)


def test_a_federations_own_variables_stand_and_are_never_mixed_with_the_general_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(small_config(tmp_path / "config.yaml"), tmp_path / "var")
    monkeypatch.setenv("TONGHOP_SOURCE_USER", "general")
    monkeypatch.setenv("TONGHOP_SOURCE_PASSWORD", HIDDEN)
    monkeypatch.setenv("TONGHOP_SOURCE_LDLD_01_USER", "own")
    sources = {f.code: settings.source(f) for f in settings.config.federations}
    assert sources["LDLD-01"].credentials == Credentials(user="own")
    assert sources["LDLD-02"].credentials == Credentials(user="general", password=HIDDEN)
    assert HIDDEN not in repr(sources)


def test_addresses_and_files_are_found_below_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(_with_source(tmp_path, "sftp://nop.vn/x"), tmp_path / "var")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    plain, remote = (settings.source(f) for f in settings.config.federations[:2])
    assert plain.address == str(tmp_path / "var" / settings.config.federations[0].source)
    assert (remote.address, remote.ca_file) == ("sftp://nop.vn/x", "")
    assert remote.known_hosts == str(tmp_path / "home" / ".ssh" / "known_hosts")
    monkeypatch.setenv("TONGHOP_SOURCES_CA_FILE", "ca.pem")
    assert settings.source(settings.config.federations[0]).ca_file == str(tmp_path / "var" / "ca.pem")
    instead = settings.source(settings.config.federations[1], tmp_path / "sent")
    assert instead.address == str(tmp_path / "sent" / settings.config.federations[1].code)
