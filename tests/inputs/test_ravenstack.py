"""The mapping of the RavenStack example, on made-up rows of the same shape and oddness."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from greenbook.engine.lake import Lake
from greenbook.engine.usage import usage_known_by
from greenbook.inputs.apply import import_files
from greenbook.inputs.report import ImportReport
from greenbook.records.models import Account, Opportunity, Subscription, Ticket
from tests.inputs.conftest import Write

pytestmark = pytest.mark.django_db
MAPPING = Path(__file__).parents[2] / "examples" / "ravenstack" / "mapping.toml"
LAST_DAY = date(2024, 12, 31)
EXPORT = {
    "ravenstack_accounts.csv": """\
account_id,account_name,industry,country,signup_date,referral_source,plan_tier,seats,is_trial,churn_flag
A-1,Acme,EdTech,US,16-10-2024,partner,Basic,9,FALSE,FALSE
A-2,Globex,FinTech,IN,17-08-2023,other,Pro,18,FALSE,TRUE
""",
    "ravenstack_subscriptions.csv": """\
subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,arr_amount,is_trial,upgrade_flag,downgrade_flag,churn_flag,billing_frequency,auto_renew_flag
S-1,A-2,23-12-2023,12-04-2024,Pro,14,2786,33432,FALSE,FALSE,FALSE,TRUE,monthly,TRUE
S-2,A-2,11-06-2024,,Pro,17,833,9996,FALSE,FALSE,FALSE,FALSE,annual,FALSE
""",
    "ravenstack_feature_usage.csv": """\
usage_id,subscription_id,usage_date,feature_name,usage_count,usage_duration_secs,error_count,is_beta_feature
U-1,S-1,27-01-2024,feature_20,9,5004,0,FALSE
U-1,S-2,07-08-2023,feature_5,3,369,0,FALSE
""",
    "ravenstack_supports_ticket.csv": """\
ticket_id,account_id,submitted_at,closed_at,resolution_time_hours,priority,first_response_time_minutes,satisfaction_score,escalation_flag
T-1,A-1,27-07-2023,28-07-2023 03:00,27,high,74,,FALSE
T-2,A-2,08-07-2024,09-07-2024 03:00,27,urgent,144,4,TRUE
""",
    "ravenstack_churn_events.csv": """\
churn_event_id,account_id,churn_date,reason_code,refund_amount_usd,preceding_upgrade_flag,preceding_downgrade_flag,is_reactivation,feedback_text
C-1,A-2,27-10-2024,pricing,4.03,FALSE,FALSE,FALSE,switched to competitor
C-2,A-2,28-10-2024,support,0,FALSE,FALSE,FALSE,
""",
}


@pytest.fixture
def report(write: Write, lake: Lake) -> ImportReport:
    paths = [write(name, b"\xef\xbb\xbf" + text.encode()) for name, text in EXPORT.items()]
    return import_files(paths, mapping=MAPPING, by=None, on=LAST_DAY, lake=lake)


def test_everything_comes_in(report: ImportReport) -> None:
    created = {kind.kind: kind.created for kind in report.kinds}
    assert created == {
        "account": 2, "subscription": 2, "usage_reading": 2, "ticket": 2, "opportunity": 2,
    }  # fmt: skip
    assert report.unused_columns == {}


def test_a_churn_event_is_a_lost_renewal_with_its_reason(report: ImportReport) -> None:
    lost = Opportunity.objects.get(external_id="C-1")
    assert (lost.kind, lost.stage, lost.is_won) == ("renewal", "8-Closed Lost", False)
    assert (lost.closed_on, lost.known_from) == (date(2024, 10, 27), date(2024, 10, 27))
    assert lost.loss_reason == "pricing: switched to competitor"
    assert Opportunity.objects.get(external_id="C-2").loss_reason == "support"


def test_nothing_is_guessed(report: ImportReport) -> None:
    for account in Account.objects.all():
        assert {account.region, account.cs_segment, account.tier, account.arr_cents} == {None}
    gaps = {each.says: each.count for each in report.oddities if each.gap}
    assert gaps["accounts without a region"] == gaps["accounts without a CS segment"] == 2
    assert Subscription.objects.get(external_id="S-2").arr_cents == 999_600


def test_a_churned_account_says_so_and_the_others_say_nothing(report: ImportReport) -> None:
    stages = dict(Account.objects.values_list("external_id", "lifecycle_stage"))
    assert stages == {"A-1": None, "A-2": "churned"}


def test_what_is_odd_is_said(report: ImportReport) -> None:
    odd = {each.says: (each.count, each.examples) for each in report.oddities if not each.gap}
    assert odd == {
        "values of usage_id stand on several rows, told apart by subscription_id, usage_date": (
            1, ("U-1",),
        ),
        "readings outside the days of their subscription": (1, ("U-1|S-2|07-08-2023",)),
        "tickets opened before their account became a customer": (1, ("T-1",)),
        "churned accounts with open subscriptions": (1, ("A-2",)),
        "renewals lost while a subscription of the account goes on": (2, ("C-1", "C-2")),
    }  # fmt: skip


def test_both_rows_of_a_repeated_usage_id_are_kept(report: ImportReport, lake: Lake) -> None:
    kept = usage_known_by(lake, LAST_DAY).sort_by("read_on").to_pylist()
    assert [(row["metric"], row["value"]) for row in kept] == [("feature_5", 3), ("feature_20", 9)]


def test_an_unanswered_survey_is_not_known(report: ImportReport) -> None:
    assert dict(Ticket.objects.values_list("external_id", "satisfaction")) == {
        "T-1": None,
        "T-2": 4,
    }
