"""Each change of an account's records gives the account its next number, bulk loads included."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from greenbook.records.models import (
    Absence,
    Account,
    AccountTeam,
    Changed,
    Contact,
    Cover,
    Partner,
    PartnerEngagement,
    Roundtable,
    RoundtableAccount,
    RoundtableIndustry,
    User,
    Workshop,
    WorkshopAccount,
)

from .conftest import SIGNED

NOON = datetime(2023, 5, 1, 12, tzinfo=UTC)


def number(account: Account) -> int:
    row = Changed.objects.filter(pk=account.pk).first()
    return row.number if row else 0


def test_a_new_account_and_its_team_count(acme: Account) -> None:
    assert number(acme) == 2


def test_an_update_that_changes_nothing_does_not_count(acme: Account) -> None:
    before = number(acme)
    Account.objects.filter(pk=acme.pk).update(name="Acme")
    assert number(acme) == before


def test_one_statement_counts_once_for_each_account(acme: Account, globex: Account) -> None:
    before = number(acme), number(globex)
    Contact.objects.bulk_create(
        Contact(account=account, name=name, known_from=SIGNED)
        for account in (acme, globex)
        for name in ("Ann", "Bob")
    )
    assert (number(acme), number(globex)) == (before[0] + 1, before[1] + 1)


def test_copy_is_seen(globex: Account) -> None:
    before = number(globex)
    with (
        connection.cursor() as cursor,
        cursor.copy("copy records_contact (account_id, name, known_from) from stdin") as copy,
    ):
        copy.write_row((globex.pk, "Gus", date(2023, 5, 1)))
    assert number(globex) == before + 1


def test_a_row_that_moves_counts_for_both(acme: Account, globex: Account) -> None:
    before = number(acme), number(globex)
    AccountTeam.objects.update(account=globex)
    assert (number(acme), number(globex)) == (before[0] + 1, before[1] + 1)


def test_a_deleted_row_counts(acme: Account) -> None:
    before = number(acme)
    AccountTeam.objects.all().delete()
    assert number(acme) == before + 1


def test_a_workshop_counts_for_those_who_were_there(acme: Account, globex: Account) -> None:
    workshop = Workshop.objects.create(name="CI", type="workshop", known_from=SIGNED)
    WorkshopAccount.objects.create(workshop=workshop, account=acme, known_from=SIGNED)
    before = number(acme), number(globex)
    Workshop.objects.update(held_on=date(2023, 5, 1))
    assert (number(acme), number(globex)) == (before[0] + 1, before[1])


def test_a_roundtable_and_its_industries_count_for_those_who_came(acme: Account) -> None:
    table = Roundtable.objects.create(theme="DORA", known_from=SIGNED)
    RoundtableAccount.objects.create(roundtable=table, account=acme, known_from=SIGNED)
    before = number(acme)
    Roundtable.objects.update(held_on=date(2023, 5, 1))
    RoundtableIndustry.objects.create(roundtable=table, industry="Banking", known_from=SIGNED)
    assert number(acme) == before + 2


def test_a_partner_engagement_counts(acme: Account, reseller: Partner) -> None:
    before = number(acme)
    PartnerEngagement.objects.create(account=acme, partner=reseller, known_from=SIGNED)
    assert number(acme) == before + 1


def test_a_change_of_a_person_counts_for_the_accounts_they_look_after(
    acme: Account, globex: Account, nora: User
) -> None:
    before = number(acme), number(globex)
    User.objects.filter(pk=nora.pk).update(region="APJ")
    assert (number(acme), number(globex)) == (before[0] + 1, before[1])


@pytest.mark.parametrize("change", [{"last_login": NOON}, {"name": "Nora L."}, {"region": "EMEA"}])
def test_a_change_that_no_rule_reads_counts_for_nobody(
    acme: Account, nora: User, change: dict[str, object]
) -> None:
    User.objects.filter(pk=nora.pk).update(region="EMEA")
    before = number(acme)
    User.objects.filter(pk=nora.pk).update(**change)
    assert number(acme) == before


def test_accounts_that_a_person_left_are_not_counted(acme: Account, nora: User) -> None:
    AccountTeam.objects.filter(account=acme).update(ends_on=SIGNED)
    before = number(acme)
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert number(acme) == before


def test_an_absence_and_who_covers_it_count(acme: Account, nora: User, omar: User) -> None:
    before = number(acme)
    days = {"starts_on": SIGNED, "ends_on": SIGNED, "known_from": SIGNED}
    absence = Absence.objects.create(user=nora, **days)
    Cover.objects.create(absence=absence, user=omar, known_from=SIGNED)
    assert number(acme) == before + 2


def test_a_partners_name_concerns_no_account(acme: Account, reseller: Partner) -> None:
    PartnerEngagement.objects.create(account=acme, partner=reseller, known_from=SIGNED)
    before = number(acme)
    Partner.objects.update(name="Another name")
    assert number(acme) == before
