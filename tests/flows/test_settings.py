"""config.yaml: what it refuses, and that it says where."""

from pathlib import Path

import pytest
import yaml

from flows.settings import ConfigError, load_columns, load_config, load_settings
from tests.builders import ROOT, small_config


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return small_config(tmp_path / "config.yaml")


def _line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_the_projects_own_config_holds_both_campaigns_and_83_federations() -> None:
    config, _ = load_config(ROOT / "config.yaml")
    assert [c.id for c in config.campaigns] == ["75-nghin-2021", "01-trieu-2021-2023"]
    assert len(config.federations) == 83
    assert config.campaign("75-nghin-2021").target == 75_000
    assert sum(f.quotas["01-trieu-2021-2023"] for f in config.federations) > 1_000_000


def test_an_unknown_key_is_refused_with_its_line(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"line {_line_of(config, 'colour')}: colour: "):
        load_config(config)


def test_an_unknown_key_deep_inside_is_refused_with_its_line(config: Path) -> None:
    data = yaml.safe_load(config.read_text(encoding="utf-8"))
    data["federations"][1]["colour"] = "red"
    config.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"line {_line_of(config, 'colour')}: federations.1.colour"):
        load_config(config)


def test_a_key_that_stands_twice_is_refused(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + "timezone: Europe/Paris\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="'timezone' stands twice"):
        load_config(config)


def test_a_missing_key_is_named(config: Path) -> None:
    data = yaml.safe_load(config.read_text(encoding="utf-8"))
    del data["limits"]["suppress_below"]
    config.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"limits\.suppress_below"):
        load_config(config)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"default_campaign": "nowhere"}, "nowhere"),
        ({"matching": {"accept_threshold": 1, "review_threshold": 2}}, "review_threshold must not lie above"),
        ({"campaigns": []}, "campaigns"),
    ],
)
def test_what_does_not_fit_together_is_refused(tmp_path: Path, block: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load_config(small_config(tmp_path / "config.yaml", **block))


def test_a_day_that_is_none_is_told_by_its_key_and_line(config: Path) -> None:
    text = config.read_text(encoding="utf-8").replace("deadline: 2021-04-20", "deadline: 2021-02-30")
    config.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"line {_line_of(config, '2021-02-30')}: campaigns\.0\.deadline"):
        load_config(config)


def test_a_time_zone_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"timezone: no such time zone: 'Mars/Base'"):
        load_config(small_config(tmp_path / "config.yaml", timezone="Mars/Base"))


@pytest.mark.parametrize(
    "text",
    [
        "[a, b]: 1",
        "? {a: 1}",
        "&a [*a]",
        "[" * 3000,
        "",
        "- 1\n- 2\n",
        "a: [1, 2",
        "\tx: 1",
        "!!python/object:os.system {}",
    ],
)
def test_what_is_no_config_at_all_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"config\.yaml"):
        load_config(path)


def test_a_missing_config_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "nothing.yaml")


def test_comments_and_order_do_not_change_the_hash(config: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("# a note\n" + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_config(config)[1] == load_config(other)[1]


def test_the_hash_follows_what_a_release_says_and_not_where_it_is_kept(tmp_path: Path) -> None:
    def hash_of(**changes: object) -> str:
        return load_config(small_config(tmp_path / "other.yaml", **changes))[1]

    was = hash_of()
    night = {"cron": "0 1 * * *", "timezone": "Asia/Ho_Chi_Minh", "bulletin": "friday"}
    for block in (
        {"database": {"url": "postgresql+psycopg://somewhere/else"}}, {"retention": {"releases": 3}},
        {"notifications": {"held": False}}, {"concurrency": {"federations": 7}}, {"schedule": night},
        {"releases": {"folder": "elsewhere"}},
    ):  # fmt: skip
        assert hash_of(**block) == was
    assert hash_of(schedule={**night, "bulletin": "monday"}) != was
    assert hash_of(timezone="Europe/Berlin") != was


def test_a_key_is_made_for_its_owner_alone_and_kept(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TONGHOP_HMAC_KEY")
    first = load_settings(config, tmp_path / "var").hmac_key
    assert load_settings(config, tmp_path / "var").hmac_key == first
    assert (tmp_path / "var" / "hmac.key").stat().st_mode & 0o777 == 0o600
    assert load_settings(config, tmp_path / "other").hmac_key != first


def test_a_short_key_is_refused(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGHOP_HMAC_KEY", "short")
    with pytest.raises(ConfigError, match="at least 16 bytes"):
        load_settings(config, tmp_path / "var")


def test_the_parser_key_follows_the_federations_block(tmp_path: Path) -> None:
    settings = load_settings(small_config(tmp_path / "a.yaml"), tmp_path / "var")
    data = yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))
    data["federations"][0]["holds_no_secrets"] = True
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    other = load_settings(tmp_path / "b.yaml", tmp_path / "var")
    changed, same = settings.config.federations[0].code, settings.config.federations[1].code
    assert settings.parser_key(changed) != other.parser_key(changed)
    assert settings.parser_key(same) == other.parser_key(same)


def test_the_columns_table_holds_together() -> None:
    assert load_columns().field_of("TÊN SÁNG KIẾN") == "title"
