"""The plan as data: what it demands, when a year of account ends, which report is due when."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import plans
from content.library.terms import Audience, Theme
from content.outreach_terms import TargetKind
from content.plans import Counted, Measure, PlanError

SOC_TRANG = plans.load("soc-trang-2022-2025")


def test_the_plan_of_soc_trang_has_its_twenty_indicators_with_the_words_of_the_paper() -> None:
    numbers = {one.id.rstrip("ab") for one in SOC_TRANG.indicators.values()}
    assert numbers == {f"K{number}" for number in range(1, 21)}
    assert all(one.quote and one.reference for one in SOC_TRANG.indicators.values())


def test_what_the_hotline_counts_itself_is_said() -> None:
    counted = {one.id: one.counts for one in SOC_TRANG.indicators.values() if one.counts}
    assert counted == {
        "K2a": Counted.COVERED, "K2b": Counted.COVERED, "K3": Counted.PUBLISHED, "K12": Counted.COVERED,
        "K17": Counted.VERIFIED,
    }  # fmt: skip
    assert SOC_TRANG.indicators["K12"].of == (TargetKind.KEY_AREA, TargetKind.ROUTE, TargetKind.DEPOT)


@pytest.mark.parametrize(
    ("indicator", "figure", "met"),
    [
        ("K2a", 100.0, True), ("K2a", 99.9, False),  # at least
        ("K3", 0.0, False), ("K3", 0.1, True),  # more than the year before
        ("K8", 80.0, False), ("K8", 80.1, True),  # "trên 80%"
        ("K9", 1.0, False), ("K9", 0.9, True), ("K9", -3.0, True),  # "dưới 1%"
        ("K14", 99, False), ("K14", 100, True),
        ("K19", 0, True), ("K19", 1, False),
        ("K20", 1.0, None),
    ],
)  # fmt: skip
def test_over_at_least_under_and_at_most_are_told_apart(indicator: str, figure: float, met: bool | None) -> None:
    assert SOC_TRANG.indicators[indicator].met(figure) is met


def test_the_annual_report_is_due_by_the_30th_of_november_and_the_last_one_once() -> None:
    annual, last = SOC_TRANG.reports
    assert [annual.due(year) for year in (2022, 2025)] == [date(2022, 11, 30), date(2025, 11, 30)]
    assert [last.due(year) for year in (2024, 2025)] == [None, date(2025, 12, 31)]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2020, 5, 1), 2022),  # before it began: its first year
        (date(2024, 11, 15), 2024),
        (date(2024, 11, 16), 2025),
        (date(2027, 1, 15), 2025),  # it has ended: its last year
    ],
)
def test_the_year_that_is_spoken_of_is_one_of_the_plan(day: date, year: int) -> None:
    assert SOC_TRANG.current(day) == year


def test_a_plan_that_names_no_report_has_its_year_end_as_deadline() -> None:
    assert SOC_TRANG.annual_due(2025) == date(2025, 11, 30)
    assert plans.shipped("2026-2030").annual_due(2026) == date(2026, 11, 15)


@given(st.dates(date(2021, 1, 1), date(2030, 12, 31)))
def test_every_day_belongs_to_one_year_of_account_and_the_next_day_to_the_same_or_the_next(day: date) -> None:
    year = SOC_TRANG.year_of(day)
    first, after = SOC_TRANG.bounds(year)
    assert first <= day < after
    assert SOC_TRANG.year_of(day + timedelta(days=1)) in (year, year + 1)


def test_the_plan_to_come_is_empty_and_can_be_read() -> None:
    plan = plans.load("2026-2030")
    assert (plan.first_year, plan.last_year, dict(plan.indicators), list(plan.reports)) == (2026, 2030, {}, [])


HEAD = 'title = "P"\nfirst_year = 2026\nlast_year = 2030\nyear_ends = "11-15"\ncertainty = "check"\n'
ONE = '[[indicators]]\nid = "K1"\nreference = "r"\nquote = "q"\nunit = "%"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title =", "Invalid value"),
        ('title = "P"', "missing: first_year"),
        (HEAD.replace("2030", "2020"), "ends before"),
        (HEAD.replace("11-15", "11-35"), "day"),
        (HEAD + ONE + 'measure = "share"', "a heading has no goal"),
        (HEAD + ONE + 'measure = "part"\ngoal = 1', "part"),
        (HEAD + ONE + 'measure = "share"\ngoal = 1\ncounts = "covered"', "of which targets"),
        (HEAD + ONE + 'measure = "share"\ngoal = 1\ngaol = 2', "gaol"),
        (HEAD + 2 * (ONE + 'measure = "share"\ngoal = 1\n'), "twice"),
    ],
)
def test_a_file_that_is_amiss_is_named_with_what_is_wrong(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(text, "utf8")
    with pytest.raises(PlanError, match=why):
        plans.load("p", tmp_path)


def test_a_plan_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(PlanError, match="soc-trang-2022-2025"):
        plans.load("2099")


def test_a_heading_asks_for_no_figure() -> None:
    assert SOC_TRANG.indicators["K20"].measure is Measure.HEADING


def test_the_bodies_of_the_plan_have_audiences_and_themes_and_what_became_of_them() -> None:
    bodies = {one.key: one for one in SOC_TRANG.agencies}
    assert len(bodies) == len(SOC_TRANG.agencies) == 22
    assert bodies["sea"].audiences == (Audience.FISHERS,)
    assert Theme.AMERICAN_GRASS in bodies["information"].themes
    assert bodies["districts"].ended == date(2025, 7, 1)
    assert bodies["district_police"].ended == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2025, 5, 1), (date(2025, 6, 1), date(2025, 6, 30))),
        (date(2025, 6, 30), (date(2025, 6, 1), date(2025, 6, 30))),
        (date(2025, 7, 1), (date(2026, 6, 1), date(2026, 6, 30))),
    ],
)
def test_days_of_action_come_every_year(day: date, days: tuple[date, date]) -> None:
    assert SOC_TRANG.campaigns[0].next(day) == days


def test_no_other_word_for_an_audience_and_no_month_that_ends_first_is_taken(tmp_path: Path) -> None:
    head = (plans.FOLDER / "2026-2030.toml").read_text("utf8")
    body = 'key = "a"\nname = "A"\nreference = "1"\nduty = "d"\n'
    for text in (
        f'[[agencies]]\n{body}audiences = ["everybody"]\n',
        f'[[agencies]]\n{body}motto = "x"\n',
        '[[campaigns]]\nname = "x"\nfirst = "06-30"\nlast = "06-01"\nbasis = ""\n',
    ):
        (tmp_path / "x.toml").write_text(f"{head}\n{text}", "utf8")
        with pytest.raises(PlanError):
            plans.load("x", tmp_path)
