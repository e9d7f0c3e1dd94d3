"""The oracle of the sample reads like RULES 1, 3, 5 and 8: one count an initiative, credit to the earliest."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sample.initiative import Window
from flows.sample.oracle import Oracle, wholly_outside
from flows.sample.truth import RowTruth

WINDOW = Window(date(2021, 3, 10), date(2021, 5, 30), date(2021, 2, 1), date(2021, 5, 31))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(-90, 90), st.booleans()), max_size=40))
@settings(max_examples=150, deadline=None)
def test_the_oracle_counts_each_initiative_with_an_eligible_row_once(drawn: list[tuple[int, int, int, bool]]) -> None:
    oracle = Oracle(WINDOW)
    for initiative, federation, day, refused in drawn:
        registered = date.fromordinal(date(2021, 4, 1).toordinal() + day)
        oracle.hear(federation, RowTruth(initiative, refused=refused, registered_on=registered))
    said = [oracle.verdicts().names[d] for d in oracle.verdicts().disposition]
    for number in {d[0] for d in drawn}:
        mine = [(d, s) for d, s in zip(drawn, said, strict=True) if d[0] == number and s != "ineligible"]
        assert [s for _, s in mine].count("counted") == bool(mine)
        if mine:
            home = next(d[1] for d, s in mine if s == "counted")
            elsewhere = {d[1] for d, _ in mine} - {home}
            assert sorted(d[1] for d, s in mine if s == "duplicate_across_federations") == sorted(elsewhere)


def test_the_earliest_registration_inside_the_window_is_credited() -> None:
    oracle = Oracle(WINDOW)
    for federation, day in (
        (0, None),
        (1, date(2021, 3, 1)),
        (2, date(2021, 4, 2)),
        (3, date(2021, 4, 1)),
        (3, date(2021, 6, 1)),
    ):
        oracle.hear(federation, RowTruth(7, registered_on=day))
    verdicts = oracle.verdicts()
    assert [verdicts.names[d] for d in verdicts.disposition] == [
        *["duplicate_across_federations"] * 3,
        "counted",
        "ineligible",
    ]


def test_the_more_complete_row_is_credited_when_the_days_are_equal() -> None:
    oracle = Oracle(WINDOW)
    oracle.hear(0, RowTruth(7))
    oracle.hear(1, RowTruth(7, sector="DN", secret_mark="column"))
    verdicts = oracle.verdicts()
    assert verdicts.names[verdicts.disposition[1]] == "counted"
    assert verdicts.secret.all()


def test_only_a_period_wholly_outside_makes_ineligible() -> None:
    assert wholly_outside(WINDOW, date(2020, 1, 1), date(2020, 12, 31))
    assert wholly_outside(WINDOW, date(2021, 6, 1), date(2021, 6, 30))
    assert not wholly_outside(WINDOW, date(2020, 9, 1), date(2021, 5, 31))
    assert not wholly_outside(WINDOW, date(2015, 9, 1), None)
    assert not wholly_outside(WINDOW, None, None)
