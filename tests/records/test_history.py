"""What did we know then? Changes are kept by the database, whoever makes them and however."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from greenbook.records.acting import acting
from greenbook.records.as_of import NoSuchColumn, changed_later_sql, rows_sql
from greenbook.records.models import (
    Absence,
    Account,
    AccountTeam,
    Contact,
    Cover,
    RecordHistory,
    User,
)
from greenbook.records.registry import BUSINESS_RECORDS, NoSuchRecord, record_name

from .conftest import SIGNED

MARCH = date(2023, 3, 1)
APRIL = date(2023, 4, 1)


def known(record: str, *, on: date, **more: object) -> list[dict[str, object]]:
    sql, parameters = rows_sql(record, day=on, **more)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def the_day_before(day: date) -> date:
    return day - timedelta(days=1)


def test_a_correction_is_seen_from_its_day_and_undone_before_it(globex: Account) -> None:
    with acting(on=MARCH):
        Account.objects.filter(pk=globex.pk).update(arr_cents=5_000_00)
    before = known("account", on=the_day_before(MARCH), columns=["arr_cents"])
    after = known("account", on=MARCH, columns=["arr_cents"])
    assert (before, after) == ([{"arr_cents": None}], [{"arr_cents": 5_000_00}])


def test_a_record_of_which_nothing_changed_later_needs_no_undoing(globex: Account) -> None:
    with acting(on=MARCH):
        Account.objects.filter(pk=globex.pk).update(arr_cents=5_000_00)
    later = [changed_later(on=day) for day in (the_day_before(MARCH), MARCH)]
    assert later == [["account"], []]
    assert known("account", on=MARCH, undo=False) == known("account", on=MARCH)


def changed_later(*, on: date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(changed_later_sql(["account", "person"], day=on))
        return [name for (name,) in cursor.fetchall()]


def test_of_several_corrections_each_day_sees_its_own(globex: Account) -> None:
    for day, seats in ((MARCH, 10), (APRIL, 20), (APRIL, 30)):
        with acting(on=day):
            Account.objects.filter(pk=globex.pk).update(license_count=seats)
    seen = [
        known("account", on=day, columns=["license_count"])[0]["license_count"]
        for day in (the_day_before(MARCH), MARCH, the_day_before(APRIL), APRIL)
    ]
    assert seen == [None, 10, 10, 30]


def test_a_deleted_row_is_still_known_before_the_day_it_went(globex: Account) -> None:
    contact = Contact.objects.create(account=globex, name="Gus", known_from=SIGNED)
    with acting(on=MARCH):
        contact.delete()
    assert [row["name"] for row in known("contact", on=the_day_before(MARCH))] == ["Gus"]
    assert known("contact", on=MARCH) == []


def test_a_record_is_not_known_before_its_first_day(globex: Account) -> None:
    assert known("account", on=the_day_before(SIGNED)) == []
    assert len(known("account", on=SIGNED)) == 1


def test_a_later_correction_does_not_make_a_record_known_earlier(globex: Account) -> None:
    with acting(on=APRIL):
        Account.objects.filter(pk=globex.pk).update(region="APJ")
    assert known("account", on=the_day_before(SIGNED)) == []


def test_what_is_still_to_happen_is_left_out_unless_asked_for(globex: Account) -> None:
    Contact.objects.create(account=globex, name="Gus", known_from=SIGNED, happened_on=APRIL)
    assert known("contact", on=MARCH) == []
    assert len(known("contact", on=MARCH, happened=False)) == 1
    assert len(known("contact", on=APRIL)) == 1


def test_plain_sql_is_seen_too(globex: Account, initech: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update records_account set industry = 'Banking'")
    assert RecordHistory.objects.filter(table_name="records_account").count() == 2


def test_an_update_that_changes_nothing_leaves_no_trace(globex: Account) -> None:
    Account.objects.update(name="Globex")
    assert not RecordHistory.objects.exists()


def test_creation_is_not_copied(globex: Account) -> None:
    assert not RecordHistory.objects.exists()


def test_history_says_who_and_why_and_for_which_day(globex: Account, omar: User) -> None:
    with acting(by=omar, on=MARCH, reason="typed the wrong region"):
        Account.objects.filter(pk=globex.pk).update(region="APJ")
    kept = RecordHistory.objects.get()
    assert (kept.changed_by_id, kept.reason, kept.until_day) == (
        omar.pk,
        "typed the wrong region",
        MARCH,
    )
    assert kept.version["region"] == "EMEA"


def test_an_inner_act_keeps_what_the_outer_said_and_gives_it_back(globex: Account) -> None:
    with acting(on=MARCH, reason="import of March"):
        with acting(on=APRIL):
            Account.objects.update(license_count=1)
        Account.objects.update(license_count=2)
    inner, outer = RecordHistory.objects.order_by("id")
    assert (inner.reason, inner.until_day) == ("import of March", APRIL)
    assert (outer.reason, outer.until_day) == ("import of March", MARCH)


def test_nothing_said_means_today_in_the_tenants_time_zone(globex: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local greenbook.time_zone = 'Pacific/Kiritimati'")
        Account.objects.update(license_count=1)
        cursor.execute("select (now() at time zone 'Pacific/Kiritimati')::date")
        assert RecordHistory.objects.get().until_day == cursor.fetchone()[0]


def test_passwords_and_sign_ins_are_not_history(nora: User) -> None:
    nora.set_password("a secret that nobody may read")
    nora.save(update_fields=["password"])
    assert not RecordHistory.objects.exists()
    User.objects.filter(pk=nora.pk).update(region="APJ")
    assert "password" not in RecordHistory.objects.get().version
    assert "password" not in known("person", on=SIGNED)[0]


def test_only_the_accounts_asked_for_are_read_but_all_people(
    acme: Account, globex: Account, nora: User, omar: User
) -> None:
    assert [row["id"] for row in known("account", on=SIGNED, accounts=[acme.pk])] == [acme.pk]
    assert known("account_team", on=SIGNED, accounts=[globex.pk]) == []
    assert len(known("person", on=SIGNED, accounts=[globex.pk])) == 2


def test_a_row_that_moved_is_found_with_the_account_it_belonged_to(
    acme: Account, globex: Account
) -> None:
    with acting(on=MARCH):
        AccountTeam.objects.update(account=globex)
    assert len(known("account_team", on=the_day_before(MARCH), accounts=[acme.pk])) == 1
    assert known("account_team", on=MARCH, accounts=[acme.pk]) == []
    assert known("account_team", on=the_day_before(MARCH), accounts=[globex.pk]) == []


def test_a_row_that_moved_twice_is_found_once_where_it_was(
    acme: Account, globex: Account, initech: Account
) -> None:
    for day, account in ((MARCH, globex), (APRIL, initech)):
        with acting(on=day):
            AccountTeam.objects.update(account=account)
    for day, account in ((the_day_before(MARCH), acme), (MARCH, globex), (APRIL, initech)):
        owners = [
            a for a in (acme, globex, initech) if known("account_team", on=day, accounts=[a.pk])
        ]
        assert owners == [account]


def test_history_knows_whose_it_is(acme: Account) -> None:
    AccountTeam.objects.update(is_primary=False)
    Account.objects.update(industry="Banking")
    AccountTeam.objects.all().delete()
    kept = RecordHistory.objects.values_list("table_name", "account_id")
    assert set(kept) == {("records_account_team", acme.pk), ("records_account", acme.pk)}


def test_cover_for_a_whole_book_is_read_with_any_account(acme: Account, nora: User) -> None:
    away = Absence.objects.create(user=nora, starts_on=MARCH, ends_on=APRIL, known_from=SIGNED)
    Cover.objects.create(absence=away, user=nora, known_from=SIGNED)
    with acting(on=APRIL):
        Cover.objects.all().delete()
    assert len(known("cover", on=MARCH, accounts=[acme.pk])) == 1


def test_an_unknown_record_or_column_is_refused_by_name() -> None:
    with pytest.raises(NoSuchRecord, match="acount"):
        rows_sql("acount", day=MARCH)
    with pytest.raises(NoSuchColumn, match=r"user\.password"):
        rows_sql("person", day=MARCH, columns=["password"])


@pytest.mark.django_db
def test_every_business_record_is_watched() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, array_agg(tgname::text order by tgname) "
            "from pg_trigger where not tgisinternal group by 1"
        )
        watched = dict(cursor.fetchall())
    for model in BUSINESS_RECORDS:
        triggers = watched.get(model._meta.db_table, [])
        assert {"keep_history_update", "keep_history_delete"} <= set(triggers), record_name(model)


@pytest.mark.django_db
def test_every_record_can_be_read_as_of_a_day() -> None:
    for model in BUSINESS_RECORDS:
        assert known(record_name(model), on=SIGNED) == [], record_name(model)


def test_a_reader_of_today_does_not_pay_for_history(globex: Account) -> None:
    changed_often = [
        RecordHistory(
            table_name="records_account",
            record_id=globex.pk,
            version={},
            changed_at=datetime(2026, 1, 1, tzinfo=UTC),
            until_day=date(2026, 1, 1) + timedelta(days=number),
        )
        for number in range(3_000)
    ]
    RecordHistory.objects.bulk_create(changed_often)
    sql, _ = rows_sql("account", day=date(2999, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute("analyze records_record_history")
        cursor.execute(f"explain {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert plan.count("recordhistory_later") == 2, plan
