"""The database holds the rules too, whoever writes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from greenbook.records import words
from greenbook.records.fields import Code, Codes
from greenbook.records.hierarchy import circle_from, circles
from greenbook.records.limits import MEBIBYTE
from greenbook.records.models import (
    Absence,
    Account,
    AccountTeam,
    Contact,
    Cta,
    HandbookVersion,
    ProgramEnrolment,
    Subscription,
    Task,
    User,
)
from greenbook.records.registry import BUSINESS_RECORDS, parents_of

from .conftest import SIGNED, assigned, customer, opened, person

MARCH = date(2023, 3, 1)


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_subscription_may_last_one_day_but_not_end_before_it_starts(globex: Account) -> None:
    common = {"account": globex, "known_from": SIGNED, "starts_on": MARCH}
    Subscription.objects.create(ends_on=MARCH, **common)
    with refused("subscription_ends_after_start"):
        Subscription.objects.create(ends_on=date(2023, 2, 28), **common)


def test_an_absence_does_not_end_before_it_starts(nora: User) -> None:
    with refused("absence_ends_after_start"):
        Absence.objects.create(
            user=nora, starts_on=MARCH, ends_on=date(2023, 2, 28), known_from=SIGNED
        )


def test_two_primary_csms_at_once_are_refused(acme: Account, omar: User) -> None:
    with refused("accountteam_one_primary_a_role"):
        assigned(acme, omar, on=MARCH)


def test_a_csm_may_follow_on_the_next_day_but_not_on_the_last(acme: Account, omar: User) -> None:
    AccountTeam.objects.update(ends_on=MARCH)
    with refused("accountteam_one_primary_a_role"), transaction.atomic():
        assigned(acme, omar, on=MARCH)
    assigned(acme, omar, on=date(2023, 3, 2))


def test_another_role_or_account_or_a_second_of_the_team_may_overlap(
    acme: Account, globex: Account, omar: User
) -> None:
    assigned(acme, omar, role="csm_manager")
    assigned(globex, omar)
    AccountTeam.objects.create(
        account=acme, user=omar, role="csm", starts_on=MARCH, is_primary=False, known_from=MARCH
    )
    assert AccountTeam.objects.filter(user=omar).count() == 3


@pytest.mark.django_db
def test_an_external_id_comes_once_from_a_source() -> None:
    customer("Acme", source="crm", external_id="001")
    customer("Acme", source="billing", external_id="001")
    customer("No id", source="crm")
    customer("No id either", source="crm")
    with refused("account_once_per_source"):
        customer("Acme again", source="crm", external_id="001")


def test_a_word_outside_the_list_is_refused_by_the_database(globex: Account) -> None:
    with refused("records_account_cs_segment_check"), transaction.atomic():
        Account.objects.update(cs_segment="stratgic")
    with refused("records_contact_gitlab_roles_check"):
        Contact.objects.create(
            account=globex, name="Gus", gitlab_roles=["admin"], known_from=SIGNED
        )


def test_a_word_outside_the_list_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ValidationError, match="did you mean 'strategic'"):
        Account._meta.get_field("cs_segment").clean("stratgic", None)
    with pytest.raises(ValidationError, match="did you mean 'gitlab_admin'"):
        Contact._meta.get_field("gitlab_roles").clean(["gitlab_admn"], None)


def test_a_cta_comes_once_for_a_rule_subject_and_occasion(acme: Account, globex: Account) -> None:
    opened(acme, rule="cta/ebr", occasion="2023")
    opened(acme, rule="cta/ebr", occasion="2024")
    opened(globex, rule="cta/ebr", occasion="2023")
    opened(acme)
    opened(acme)
    with refused("cta_once_per_occasion"):
        opened(acme, rule="cta/ebr", occasion="2023")


def test_a_closed_cta_has_a_day_and_an_open_one_has_none(acme: Account) -> None:
    opened(acme)
    with refused("cta_closed_on_its_day"), transaction.atomic():
        Cta.objects.update(status="closed_success")
    with refused("cta_closed_on_its_day"):
        Cta.objects.update(closed_on=MARCH)


@pytest.mark.parametrize(
    ("type", "status"),
    [
        ("risk", "closed_not_needed"),
        ("lifecycle", "closed_lost_churned"),
        ("lifecycle", "closed_lost_no_budget"),
        ("renewal", "blocked"),
    ],
)
def test_a_status_of_another_type_is_refused(acme: Account, type: str, status: str) -> None:
    closed_on = None if status == "blocked" else MARCH
    with refused("cta_status_of_type"):
        opened(acme, type=type, status=status, closed_on=closed_on)


@pytest.mark.parametrize(
    ("type", "status"),
    [
        ("lifecycle", "closed_not_needed"),
        ("risk", "closed_lost_contracted"),
        ("objective", "closed_lost_deferred"),
        ("expansion", "closed_lack_of_engagement"),
    ],
)
def test_a_status_of_its_type_is_taken(acme: Account, type: str, status: str) -> None:
    assert opened(acme, type=type, status=status, closed_on=MARCH).pk


def test_a_done_task_has_a_day(acme: Account) -> None:
    task = Task.objects.create(
        cta=opened(acme), account=acme, name="Agree agenda", known_from=SIGNED
    )
    with refused("task_done_on_its_day"):
        Task.objects.filter(pk=task.pk).update(status="done")


def test_nobody_is_enrolled_twice_for_one_occasion(acme: Account) -> None:
    values = {"account": acme, "program": "dp1", "entered_on": MARCH, "known_from": MARCH}
    ProgramEnrolment.objects.create(occasion="2023", **values)
    ProgramEnrolment.objects.create(occasion="2024", **values)
    with refused("programenrolment_once_per_occasion"):
        ProgramEnrolment.objects.create(occasion="2023", **values)


def test_an_account_is_not_its_own_parent(acme: Account) -> None:
    with refused("account_not_own_parent"):
        Account.objects.filter(pk=acme.pk).update(parent=acme)


def test_a_circle_of_accounts_is_refused_in_whatever_order_it_is_written(
    acme: Account, globex: Account, initech: Account
) -> None:
    for child, parent in ((acme, globex), (globex, initech)):
        Account.objects.filter(pk=child.pk).update(parent=parent)
    check_now()
    with refused("records_account_no_circle|has a circle"):
        Account.objects.filter(pk=initech.pk).update(parent=acme)


def test_two_managers_do_not_lead_each_other(omar: User, nora: User) -> None:
    check_now()
    with refused("has a circle"):
        User.objects.filter(pk=omar.pk).update(manager=nora)


def test_put_under_names_the_circle(acme: Account, globex: Account, omar: User) -> None:
    globex.put_under(acme, by=omar, on=MARCH)
    with pytest.raises(Account.HierarchyCircle, match="Acme under Globex"):
        acme.put_under(globex, by=omar, on=MARCH)
    assert Account.objects.get(pk=acme.pk).parent_id is None


def test_every_circle_of_a_hierarchy_is_found_once() -> None:
    above = {1: 2, 2: 3, 3: 2, 4: 1, 5: None, 6: 6}
    assert sorted(sorted(circle) for circle in circles(above)) == [[2, 3], [6]]
    assert circle_from(5, above) is None
    assert circle_from(4, above) == [2, 3]


def test_a_customer_with_records_cannot_be_deleted(acme: Account) -> None:
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        acme.delete()


def test_a_text_over_the_limit_is_refused_by_the_byte() -> None:
    field = Account._meta.get_field("summary")
    field.clean("x" * MEBIBYTE, None)
    with pytest.raises(ValidationError, match="1,048,577 bytes"):
        field.clean("x" * (MEBIBYTE - 1) + "é", None)
    with pytest.raises(ValidationError, match="NUL"):
        field.clean("a\x00b", None)


def test_an_empty_text_is_unknown(globex: Account) -> None:
    Account.objects.update(industry="")
    assert Account.objects.get().industry is None


@pytest.mark.django_db
def test_one_handbook_is_current() -> None:
    values = {"files": {}, "loaded_at": "2023-01-01T00:00:00Z", "is_current": True}
    HandbookVersion.objects.create(hash="a", **values)
    with refused("handbookversion_one_current"):
        HandbookVersion.objects.create(hash="b", **values)


def test_works_as_is_the_first_role(db: None) -> None:
    with refused("user_works_as_first_role"):
        User.objects.create(username="x", roles=["csm"], works_as="csm_manager", known_from=SIGNED)


def test_records_are_listed_after_those_they_point_to() -> None:
    seen: set[type] = set()
    for model in BUSINESS_RECORDS:
        assert set(parents_of(model)) <= seen, model
        seen.add(model)
    assert len(seen) > 40


@pytest.mark.django_db
def test_the_database_knows_every_word_that_the_models_know() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select conname, pg_get_constraintdef(oid) from pg_constraint")
        checks = dict(cursor.fetchall())
    for model in apps.get_app_config("records").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, Code | Codes):
                check = checks[f"{model._meta.db_table}_{field.column}_check"]
                assert re.findall(r"'([^']+)'::text", check) == field.codes, field


@pytest.mark.django_db
def test_a_renewed_list_of_words_is_checked_anew(globex: Account) -> None:
    check_now()
    with connection.schema_editor() as editor:
        editor.execute("alter table records_account drop constraint records_account_region_check")
        words.renew_words(apps, editor)
    with refused("records_account_region_check"):
        Account.objects.update(region="Mars")


def test_words_survive_into_migrations() -> None:
    code, codes = Code("a b", null=False), Codes("a b")
    for field in (code, codes):
        _, _, args, kwargs = field.deconstruct()
        again = type(field)(*args, **kwargs)
        assert (again.codes, again.null) == (["a", "b"], False)


def test_two_people_may_share_a_manager(omar: User) -> None:
    assert {person(name, "csm", manager=omar).manager for name in ("Nora", "Nick")} == {omar}
