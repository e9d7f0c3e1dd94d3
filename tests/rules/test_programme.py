"""The programmes' rules as the seeds say them, asked of the config alone."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from rules.awards import award_levels
from rules.eligibility import applied_apart, eligibility, phase_of, reasons
from rules.published_figures import published_checks
from schemas.config import Campaign, Config, Period
from schemas.config_programme import NotEligible, PublishedFigure
from tests.rules.test_eligibility import CONFIG, LARGE, SMALL, facts

AFTER = date(2023, 12, 31)


def counts(campaign: Campaign, **row: Any) -> bool:
    """Whether the row counts in the campaign."""
    return bool(eligibility(facts(**row), campaign, AFTER)["eligible"][0])


def phase(campaign: Campaign, day: date) -> str:
    """The phase of a registration."""
    return str(phase_of(facts(registered=day)["registered_on"], campaign)[0])


def test_the_forty_days_run_from_10_3_to_20_4_2021_and_lower_levels_go_on_receiving_to_30_5() -> None:
    assert phase(SMALL, date(2021, 3, 10)) == phase(SMALL, date(2021, 4, 20)) == "peak"
    assert phase(SMALL, date(2021, 4, 21)) == phase(SMALL, date(2021, 5, 30)) == "phase-2"
    assert counts(SMALL, registered=date(2021, 5, 30))
    assert not counts(SMALL, registered=date(2021, 5, 31))


def test_one_seed_says_applied_from_february_another_from_1_3_so_february_counts_and_stands_apart() -> None:
    february = {"first": date(2021, 2, 1), "last": date(2021, 2, 28)}
    assert counts(SMALL, **february)
    assert applied_apart(facts(**february), SMALL)[0]
    assert not counts(SMALL, first=date(2021, 1, 1), last=date(2021, 1, 31))


def test_the_million_runs_in_two_phases_from_8_1_2022_to_1_9_2023() -> None:
    assert phase(LARGE, date(2022, 5, 31)) == "phase-1"
    assert phase(LARGE, date(2022, 6, 1)) == phase(LARGE, date(2023, 9, 1)) == "phase-2"
    assert LARGE.phases[0].target == 300_000


def test_the_million_takes_what_was_applied_from_1_9_2021_to_1_9_2023() -> None:
    assert counts(LARGE, first=date(2020, 1, 1), last=date(2021, 9, 1))
    assert not counts(LARGE, first=date(2020, 1, 1), last=date(2021, 8, 31))
    assert not counts(LARGE, first=date(2023, 9, 2))


def test_it_is_appraised_by_the_union_together_with_the_employer() -> None:
    for campaign in (SMALL, LARGE):
        assert [who.value for who in campaign.appraised_by] == ["union", "employer"]
        assert not counts(campaign, refused=True)


def test_against_public_order_or_already_protected_is_for_people_to_judge() -> None:
    assert len(LARGE.judged_by_people) == 2
    assert counts(LARGE)  # no column tells it, so no machine decides it


def test_a_campaign_may_let_count_what_others_do_not() -> None:
    strict = SMALL.model_copy(update={"not_eligible": (NotEligible.REGISTERED_EARLY,)})
    early = facts(registered=date(2021, 3, 9), refused=True)
    found = eligibility(early, strict, AFTER)
    assert reasons(found, strict)[0] == "INI-011"
    assert reasons(eligibility(early, SMALL, AFTER), SMALL)[0] == "INI-012"


def test_awards_exist_on_all_four_levels_and_one_initiative_may_hold_several() -> None:
    for campaign in (SMALL, LARGE):
        assert sorted(level.level for level in campaign.awards) == [1, 2, 3, 4]
        for level in campaign.awards:
            assert all(award_levels(name) == (level.level,) for name in level.awards)
    assert award_levels("Giấy khen CĐCS; Bằng Lao động sáng tạo") == (1, 4)
    assert award_levels("không") == ()


def test_thu_duc_has_8684_inside_ho_chi_minh_city_and_five_points() -> None:
    (unit,) = CONFIG.federation("LDLD-79").quota_details[LARGE.id].units
    assert (unit.quota, unit.phase_ends["phase-2"]) == (8684, date(2023, 5, 25))
    assert unit.emulation is not None
    assert unit.emulation.points == 5


def test_the_report_says_that_the_published_45_94_differs_from_45_97() -> None:
    own = pd.DataFrame(
        [("quota_pct", "unit", "LDLD-79/thu-duc", "", "", 100 * 3992 / 8684, "percent")],
        columns=["measure", "scope", "scope_code", "breakdown", "breakdown_code", "value", "unit"],
    )
    (check,) = [c for c in published_checks(LARGE, pd.DataFrame(), own) if c.figure.scope == "unit"]
    assert check.figure.pct == 45.94
    assert round(check.recomputed_pct or 0, 2) == 45.97
    assert (round(check.off_points or 0, 2), check.agrees) == (0.03, False)
    assert round(check.difference or 0, 2) == 0.03


def test_a_percentage_that_only_was_rounded_agrees() -> None:
    """696.948 of 300.000 is 232,316 %, printed 232,3 %; "more than 300 %" was printed for 333,57 %."""
    told = {c.figure.pct: c.agrees for c in published_checks(LARGE, pd.DataFrame(), pd.DataFrame())}
    assert told[232.3] is True
    assert told[45.94] is False
    (above,) = [c for c in published_checks(SMALL, pd.DataFrame(), pd.DataFrame()) if c.figure.pct == 300]
    assert above.agrees is False


def test_a_list_of_units_belongs_to_a_campaign() -> None:
    """A province of 2025 is a federation of its own: Bắc Ninh of 2021 is not Bắc Ninh of 2026."""
    old = CONFIG.federation("LDLD-27").model_copy(update={"valid": Period(last=date(2025, 6, 30))})
    new = old.model_copy(update={"code": "TINH-24", "valid": Period(first=date(2025, 7, 1))})
    later = SMALL.model_copy(update={"id": "2026", "registration": Period(first=date(2026, 1, 1))})
    config = Config.model_construct(campaigns=(SMALL, later), federations=(old, new))
    assert [f.code for f in config.federations_of(SMALL.id)] == ["LDLD-27"]
    assert [f.code for f in config.federations_of("2026")] == ["TINH-24"]


def test_a_figure_of_an_unknown_name_or_without_a_number_is_refused() -> None:
    told: dict[str, Any] = {"as_of": date(2021, 1, 1), "source": "báo", "value": 1}
    for wrong in ({"measure": "vaild"}, {"breakdown": "khoi"}, {"value": None}):
        with pytest.raises(ValidationError):
            PublishedFigure(**(told | wrong))


def test_a_quota_for_an_unknown_phase_or_federation_is_refused() -> None:
    data = CONFIG.model_dump()
    campaign = data["campaigns"][0]
    with pytest.raises(ValidationError, match="unknown federation 'LDLD-99'"):
        Config(**{**data, "campaigns": [campaign | {"quotas": {"LDLD-99": 1}}, *data["campaigns"][1:]]})
    details = {"LDLD-01": {"phases": {"dot-9": 1}}}
    with pytest.raises(ValidationError, match="unknown phase 'dot-9'"):
        Config(**{**data, "campaigns": [campaign | {"quota_details": details}, *data["campaigns"][1:]]})
