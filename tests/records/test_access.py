"""Who sees which customers, and who may do what with their records."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from greenbook.records import rights_said
from greenbook.records.access import NoSuchAction, Refused, may, refuse_unless, visible_accounts
from greenbook.records.models import (
    Absence,
    Account,
    AccountTeam,
    CollaborationProject,
    Cover,
    Partner,
    PartnerEngagement,
    TimelineEntry,
    User,
)
from greenbook.records.models.people import ROLES
from greenbook.records.permissions import (
    ACTIONS,
    PERMISSIONS,
    NotAPermission,
    read_table,
)

from .conftest import SIGNED, assigned, customer, person

DAY = date(2023, 5, 2)
TOMORROW = DAY + timedelta(days=1)
TABLE = Path(__file__).parent / "access_table.txt"


def seen(user: User, on: date = DAY) -> set[str]:
    return set(visible_accounts(user, on).values_list("name", flat=True))


class TestVisible:
    def test_eve_sees_nothing(self, acme: Account, eve: User) -> None:
        assert seen(eve) == set()
        assert not may(eve, "view account", acme, on=DAY).allowed

    def test_a_csm_sees_her_book_and_what_her_region_has_unassigned(
        self, acme: Account, globex: Account, initech: Account, nora: User
    ) -> None:
        taken = customer("Hooli", region="EMEA")
        assigned(taken, person("Nick", "csm"))
        assert seen(nora) == {"Acme", "Globex"}

    def test_a_csm_reads_what_her_colleagues_work_on_and_changes_none_of_it(
        self, acme: Account, initech: Account, nora: User, omar: User
    ) -> None:
        assigned(initech, person("Nils", "csm", manager=omar))
        assert seen(nora) == {"Acme", "Initech"}
        assert may(nora, "view health_update", initech, on=DAY).allowed
        assert not may(nora, "edit priority", initech, on=DAY).allowed
        nora.amend(by=None, on=DAY, manager=person("Otto", "csm_manager"))
        assert seen(nora) == {"Acme"}

    def test_a_csm_sees_her_book_from_the_first_day_to_the_last(
        self, acme: Account, nora: User
    ) -> None:
        AccountTeam.objects.update(starts_on=DAY, ends_on=DAY)
        assigned(acme, person("Nick", "csm"), on=TOMORROW)
        assert (seen(nora, DAY), seen(nora, TOMORROW)) == ({"Acme"}, set())

    def test_who_covers_sees_the_account_or_the_whole_book_meanwhile(
        self, acme: Account, nora: User
    ) -> None:
        nick, ned = person("Nick", "csm"), person("Ned", "csm")
        away = Absence.objects.create(user=nora, starts_on=DAY, ends_on=DAY, known_from=SIGNED)
        Cover.objects.create(absence=away, account=acme, user=nick, known_from=SIGNED)
        Cover.objects.create(absence=away, user=ned, known_from=SIGNED)
        assert [seen(nick), seen(ned)] == [{"Acme"}, {"Acme"}]
        assert [seen(nick, TOMORROW), seen(ned, TOMORROW)] == [set(), set()]

    def test_a_manager_sees_the_books_of_everybody_below(
        self, acme: Account, initech: Account, omar: User
    ) -> None:
        director = person("Dina", "csm_manager")
        omar.amend(by=None, on=DAY, manager=director)
        assert (seen(omar), seen(director)) == ({"Acme"}, {"Acme"})
        assert seen(person("Otto", "csm_manager")) == set()

    def test_pia_sees_what_her_partner_works_on(
        self, acme: Account, globex: Account, pia: User, reseller: Partner
    ) -> None:
        values = {"partner": reseller, "known_from": SIGNED}
        PartnerEngagement.objects.create(account=acme, **values)
        PartnerEngagement.objects.create(account=globex, status="ended", **values)
        assert seen(pia) == {"Acme"}
        assert seen(person("Pat", "partner")) == set()

    def test_operations_and_leadership_see_everything(
        self, acme: Account, globex: Account, initech: Account, ada: User
    ) -> None:
        assert len(seen(ada)) == len(seen(person("Lena", "leadership"))) == 3

    def test_sales_management_sees_its_region(self, acme: Account, initech: Account) -> None:
        assert seen(person("Sal", "sales_management", region="AMER")) == {"Initech"}
        assert seen(person("Sue", "sales_management")) == set()

    def test_an_agent_sees_nothing_of_its_own(self, acme: Account) -> None:
        assert seen(person("Bot", "agent")) == set()

    def test_who_left_sees_nothing(self, acme: Account, nora: User) -> None:
        nora.amend(by=None, on=DAY, is_active=False)
        assert seen(nora) == set()
        assert may(nora, "edit priority", acme, on=DAY).reason == "Nora is not active any more."


class TestMay:
    def test_the_reason_names_the_role(self, acme: Account, nora: User) -> None:
        verdict = may(nora, "edit priority", acme, on=DAY)
        assert (verdict.allowed, verdict.reason) == (
            True,
            "Nora may change priorities, being a CSM.",
        )

    def test_a_refusal_says_for_whom_it_is(self, acme: Account, nora: User) -> None:
        verdict = may(nora, "edit csm", acme, on=DAY)
        assert verdict.reason == (
            "Changing the CSM of an account is for CSM managers and CS operations. Nora is a CSM."
        )

    def test_a_refusal_says_whose_account_it_is_not(self, initech: Account, nora: User) -> None:
        verdict = may(nora, "edit priority", initech, on=DAY)
        assert verdict.reason == "Initech is not among the accounts of Nora."

    def test_an_unassigned_account_can_be_claimed_but_not_worked_on(
        self, globex: Account, nora: User
    ) -> None:
        assert may(nora, "claim csm", globex, on=DAY).allowed
        assert not may(nora, "edit priority", globex, on=DAY).allowed

    def test_a_csm_works_on_an_account_until_her_last_day(self, acme: Account, nora: User) -> None:
        AccountTeam.objects.update(ends_on=DAY)
        allowed = [may(nora, "edit priority", acme, on=day).allowed for day in (DAY, TOMORROW)]
        assert allowed == [True, False]

    def test_an_entry_is_edited_by_its_author(self, acme: Account, nora: User, omar: User) -> None:
        entry = TimelineEntry.log(acme, type="update", subject="Hi", author=nora, on=DAY)
        assert may(nora, "edit timeline", entry, on=DAY).allowed
        verdict = may(omar, "edit timeline", entry, on=DAY)
        assert verdict.reason == ("Omar may change timeline entries only where they are their own.")
        assert may(omar, "edit timeline_day", entry, on=DAY).allowed

    def test_pia_edits_her_own_engagement_and_reads_no_notes(
        self, acme: Account, pia: User, reseller: Partner
    ) -> None:
        other = Partner.objects.create(name="Raviga", known_from=SIGNED)
        hers, theirs = (
            PartnerEngagement.objects.create(account=acme, partner=partner, known_from=SIGNED)
            for partner in (reseller, other)
        )
        assert may(pia, "edit partner_engagement", hers, on=DAY).allowed
        assert not may(pia, "edit partner_engagement", theirs, on=DAY).allowed
        for action in ("view notes", "view growth_plan", "view briefing", "view timeline"):
            assert not may(pia, action, acme, on=DAY).allowed, action

    def test_leadership_reads_no_notes_of_the_public_sector(self, acme: Account) -> None:
        lena = person("Lena", "leadership")
        assert may(lena, "view notes", acme, on=DAY).allowed
        acme.amend(by=None, on=DAY, sector="public_sector")
        assert not may(lena, "view notes", acme, on=DAY).allowed
        assert may(lena, "view health_update", acme, on=DAY).allowed

    def test_the_project_is_the_csms_after_payment(self, acme: Account, nora: User) -> None:
        project = CollaborationProject(account=acme, group_name="pre_sales", known_from=SIGNED)
        assert may(nora, "view project", project, on=DAY).allowed
        assert not may(nora, "edit project", project, on=DAY).allowed
        project.group_name = "post_sales"
        assert may(nora, "edit project", project, on=DAY).allowed

    def test_refused_is_raised_with_the_reason(self, acme: Account, eve: User) -> None:
        with pytest.raises(Refused, match="Eve is nobody here"):
            refuse_unless(eve, "edit priority", acme, on=DAY)

    def test_every_right_of_the_table_is_said_in_words(self) -> None:
        for action in ACTIONS:
            for role in ROLES.split():
                assert "_" not in rights_said.allowed("Nora", action, role)
                assert "_" not in rights_said.for_others("Nora", action, [role], [role])
        narrowed = {right.only for cells in PERMISSIONS.values() for found in cells.values()
                    for right in found if right.only}  # fmt: skip
        assert narrowed == set(rights_said.ONLY)

    def test_an_unknown_action_is_an_error_not_a_refusal(self, acme: Account, nora: User) -> None:
        with pytest.raises(NoSuchAction, match="bless"):
            may(nora, "bless account", acme, on=DAY)

    def test_what_belongs_to_no_account_needs_no_scope(self, ada: User, nora: User) -> None:
        assert may(ada, "edit handbook", on=DAY).allowed
        assert not may(nora, "edit handbook", on=DAY).allowed


def test_a_word_without_meaning_in_the_table_is_refused() -> None:
    with pytest.raises(NotAPermission, match="X"):
        read_table("object | csm\naccount | X")


def test_the_table_speaks_of_every_role_but_the_agent() -> None:
    for thing, cells in PERMISSIONS.items():
        assert set(cells) == set(ROLES.split()) - {"agent", "csa"}, thing


def test_every_role_and_every_action_as_written_down(acme: Account) -> None:
    """The grid of `access_table.txt`: written where it is missing, compared where it is there."""
    grid = "\n".join(_lines(acme)) + "\n"
    if not TABLE.exists():
        TABLE.write_text(grid)
    assert grid == TABLE.read_text()


def _lines(acme: Account) -> list[str]:
    roles = ROLES.split()
    people = {role: _everywhere(role, acme) for role in roles}
    lines = [f"{'':29} " + " ".join(f"{role:16}" for role in roles)]
    for action in ACTIONS:
        cells = (f"{_cell(people[role], action, acme):16}" for role in roles)
        lines.append(f"{action:29} " + " ".join(cells))
    return [line.rstrip() for line in lines]


def _everywhere(role: str, acme: Account) -> User:
    partner = Partner.objects.create(name=role, known_from=SIGNED)
    PartnerEngagement.objects.create(account=acme, partner=partner, known_from=SIGNED)
    user = person(f"A {role}", role, region="EMEA", partner=partner)
    AccountTeam.objects.create(
        account=acme, user=user, role="sa", is_primary=False, starts_on=SIGNED, known_from=SIGNED
    )
    user.team.set([acme.csm_on(DAY)]) if role == "csm_manager" else None
    return user


def _cell(user: User, action: str, acme: Account) -> str:
    if may(user, action, TimelineEntry(account=acme), on=DAY).allowed:
        return "yes"
    own = TimelineEntry(account=acme, author=user)
    engagement = PartnerEngagement(account=acme, partner=user.partner)
    if any(may(user, action, record, on=DAY).allowed for record in (own, engagement)):
        return "own"
    return _special(user, action, acme)


def _special(user: User, action: str, acme: Account) -> str:
    cases = {
        "enterprise": {"sales_segment": "enterprise"},
        "pool": {"alignment": "cse_pooled"},
        "presales": {"lifecycle_stage": "pre_sales"},
    }
    for name, values in cases.items():
        account = Account(pk=acme.pk, name=acme.name, **values)
        if may(user, action, account, on=DAY).allowed:
            return name
    paid = CollaborationProject(account=acme, group_name="post_sales")
    return "paid" if may(user, action, paid, on=DAY).allowed else "-"
