"""Measures and the scorecard above them: colours, numbers, and what missing parts give away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handbook_compile.small import decided, handbook_of, page

LICENCES = page(
    "measure",
    "licences",
    """
value = "percent_of(billable, licensed)"
bands = { red = "below 50", yellow = "up to 75", green = "otherwise" }
""",
    unit='"percent"',
)
ADOPTION = page(
    "measure",
    "adoption",
    """
[[edition.metric]]
name = "deploy users"
value = "percent_of(deployers, billable)"
bands = { red = "below 5", yellow = "up to 12", green = "otherwise" }
[[edition.metric]]
name = "scans"
value = "ratio(scans, billable)"
bands = { red = "below 0.1", yellow = "up to 0.5", green = "otherwise" }
""",
    applies="\"segment <> 'growth'\"",
)
SENTIMENT = page(
    "measure",
    "mood",
    """
[edition.table]
asks = ["sentiment"]
gives = ["colour"]
rows = [["red", "red"], ["yellow", "yellow"], ["green", "green"]]
""",
)
HEALTH = page(
    "scorecard",
    "health",
    """
bands = { red = "below 50", yellow = "below 75", green = "otherwise" }
{more}
[edition.groups]
product = { weight = 50, measures = { licences = 30, adoption = 70 } }
risk = { weight = 50, measures = { mood = 100, extra = 0 } }
[[edition.override]]
name = "the CSM says red"
when = "mood = 'red'"
colour = "red"
score = "at most 49"
""",
)
EXTRA = page(
    "measure",
    "extra",
    '[[edition.rule]]\nname = "many"\nwhen = "scans > 5"\nthen = "green"\n',
)


def scorecard(more: str = "") -> Any:
    health = HEALTH.replace("{more}", more)
    return handbook_of(
        licences=LICENCES, adoption=ADOPTION, mood=SENTIMENT, extra=EXTRA, health=health
    )


SCORECARD = scorecard()


@pytest.mark.parametrize(
    ("billable", "colour", "score"),
    [(49, "red", 25.0), (50, "yellow", 62.5), (75, "yellow", 62.5), (76, "green", 87.5)],
)
def test_bands_take_the_first_that_fits(billable: int, colour: str, score: float) -> None:
    row = decided(SCORECARD, billable=billable)
    assert (row["licences"], row["licences__score"], row["licences__value"]) == (
        colour,
        score,
        float(billable),
    )


def test_without_a_denominator_the_measure_is_unknown_and_not_red() -> None:
    for licensed in (0, None):
        row = decided(SCORECARD, licensed=licensed)
        assert (row["licences"], row["licences__score"], row["licences__known"]) == (
            None, None, False,
        )  # fmt: skip


def test_a_measure_of_metrics_is_the_mean_of_their_middles() -> None:
    row = decided(SCORECARD, deployers=20, scans=8)
    assert (row["adoption__deploy_users__value"], row["adoption__deploy_users__colour"]) == (
        25.0,
        "green",
    )
    assert (row["adoption__scans__value"], row["adoption__scans__colour"]) == (0.1, "yellow")
    assert (row["adoption"], row["adoption__score"]) == ("green", 75.0)


def test_a_metric_that_is_not_known_is_left_out_of_the_mean() -> None:
    row = decided(SCORECARD, deployers=None, scans=8)
    assert (row["adoption"], row["adoption__score"], row["adoption__known"]) == (
        "yellow", 62.5, True,
    )  # fmt: skip
    nothing = decided(SCORECARD, deployers=None, scans=None)
    assert (nothing["adoption"], nothing["adoption__known"]) == (None, False)


def test_a_measure_that_does_not_apply_is_none() -> None:
    row = decided(SCORECARD, segment="growth")
    assert (row["adoption"], row["adoption__score"], row["adoption__known"]) == (None, None, True)


def test_groups_and_overall_are_weighed() -> None:
    row = decided(SCORECARD, billable=40, deployers=20, scans=8, sentiment="yellow")
    product = (30 * 25 + 70 * 87.5) / 100  # deploy users 50 percent, scans 0.2: green and yellow
    product = (30 * 25 + 70 * (87.5 + 62.5) / 2) / 100
    assert row["health__product"] == pytest.approx(product)
    assert row["health__risk"] == 62.5
    assert row["health__computed"] == pytest.approx((product + 62.5) / 2)
    assert (row["health"], row["health__weight"], row["health__known"]) == ("yellow", 100.0, True)


def test_a_missing_measure_gives_its_weight_to_its_siblings() -> None:
    row = decided(SCORECARD, licensed=None, deployers=20, scans=8)
    assert row["health__product"] == 75.0
    assert row["health__weight"] == 85.0


def test_a_group_with_nothing_known_gives_its_weight_to_the_others() -> None:
    row = decided(SCORECARD, sentiment=None, billable=100)
    assert row["health__risk"] is None  # `extra` is known but weighs nothing
    assert row["extra"] == "green"
    assert row["health__computed"] == row["health__product"]
    assert row["health__weight"] == 50.0


def test_exactly_on_a_limit_is_the_better_colour() -> None:
    row = decided(SCORECARD, licensed=None, deployers=20, scans=8, sentiment=None)
    assert (row["health__computed"], row["health"]) == (75.0, "green")


def test_a_red_sentiment_turns_the_whole_red_and_caps_the_number() -> None:
    row = decided(SCORECARD, billable=100, deployers=50, scans=80, sentiment="red")
    assert row["health__computed"] == 56.25
    assert (row["health"], row["health__effective"], row["health__rule"]) == ("red", 49.0, 1)
    green = decided(SCORECARD, sentiment="green")
    assert (green["health__rule"], green["health__effective"]) == (None, green["health__computed"])


def test_nothing_known_is_unknown_and_nothing_to_know_is_none() -> None:
    unknown = decided(SCORECARD, licensed=None, deployers=None, scans=None, sentiment=None)
    assert (unknown["health"], unknown["health__computed"], unknown["health__known"]) == (
        None, None, False,
    )  # fmt: skip


LEFT_OUT = scorecard('leave_out = { when = "in_triage", all_but = ["mood"] }')


def test_measures_are_left_out_but_the_one_named() -> None:
    row = decided(LEFT_OUT, in_triage=True, billable=10)
    assert (row["health__product"], row["health__computed"], row["health"]) == (None, 87.5, "green")
    none = decided(LEFT_OUT, in_triage=True, sentiment=None)
    assert (none["health"], none["health__known"]) == (None, True)
    assert decided(LEFT_OUT, billable=10)["health__product"] is not None


def test_an_overridden_measure_counts_upward_with_its_number() -> None:
    row = decided(SCORECARD, billable=10, override={"id": 1, "override__licences": "green"})
    assert (row["licences"], row["licences__rule"], row["licences__score"]) == ("green", 0, 87.5)
    below = decided(SCORECARD, billable=10)["health__product"]
    assert row["health__product"] > below
