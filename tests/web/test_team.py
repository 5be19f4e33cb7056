"""The manager's pages: what each carries, what waits for a word, the review of every priority."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from greenbook.decisions import handbooks
from greenbook.records.models import (
    Absence,
    Account,
    CsmClaim,
    PriorityException,
    PriorityReview,
    RecordHistory,
    SubjectStatus,
    SuccessPlan,
    User,
)
from greenbook.web.asked import now
from tests.few_pages import few_pages
from tests.records.conftest import assigned, customer, opened, person
from tests.web.conftest import SIGNED, SignedIn
from tests.web.reading import words

TODAY = date.today()


@pytest.fixture
def omars(omar: User, signed_in: SignedIn) -> Client:
    return signed_in(omar)


@pytest.fixture
def waiting(db: None) -> Account:
    """An account of the region that wants a CSM."""
    account = customer("Initech", region="EMEA", cs_segment="growth", alignment="unaligned")
    opened(account, "Assign a CSM to Initech", reason="csm_assignment", due_on=TODAY)
    return account


@pytest.fixture
def sven(omar: User) -> User:
    return person("Sven", "csm", manager=omar, region="EMEA", cs_segment="growth")


@pytest.fixture
def grace(db: None) -> User:
    """She leads the sales of the region."""
    return person("Grace", "sales_management", region="EMEA")


@pytest.fixture
def plan(acme: Account, nora: User) -> SuccessPlan:
    plan = SuccessPlan.objects.create(
        account=acme, name="Ship weekly", owner=nora, known_from=SIGNED
    )
    plan.submit(by=nora, on=TODAY)
    return plan


@pytest.fixture
def exception(acme: Account, nora: User) -> PriorityException:
    return PriorityException.request(
        acme, direction="to_p2", category="other", justification="quiet until spring",
        by=nora, on=TODAY,
    )  # fmt: skip


@pytest.fixture
def review(acme: Account, nora: User) -> PriorityReview:
    return PriorityReview.open(nora, quarter_start_on=_quarter(), accounts=[acme], on=TODAY)


def test_a_row_tells_what_a_csm_carries_and_where_the_handbook_wants_more(
    omars: Client, acme: Account, nora: User
) -> None:
    handbooks.keep(few_pages(), at=now())
    stands = {"calls_per_week": 3.5, "calls_per_week__needed": 5.0, "calls_per_week__met": False}
    SubjectStatus.objects.create(
        grain="person", subject_id=str(nora.pk), as_of=TODAY, decided=stands
    )
    opened(acme, owner=nora, due_on=TODAY - timedelta(days=1))
    page = omars.get("/team").content.decode()
    row = _row(page, "Nora")
    assert "$412k" in row and "3.5" in row and "goal 5" in row
    assert "1 person 1 account $412k ARR" in words(page)


def test_a_name_leads_to_the_book(omars: Client, acme: Account, nora: User, eve: User) -> None:
    assert omars.get(f"/team/{nora.pk}")["Location"] == "/portfolio?of=team&csm=Nora"
    assert omars.get(f"/team/{eve.pk}").status_code == 404


def test_a_csm_who_is_away_says_until_when(omars: Client, acme: Account, nora: User) -> None:
    back = TODAY + timedelta(days=3)
    Absence.objects.create(user=nora, starts_on=TODAY, ends_on=back, known_from=TODAY)
    assert "away until" in _row(omars.get("/team").content.decode(), "Nora")


def test_a_manager_sees_the_own_team_and_sales_the_region(
    omars: Client, grace: User, ada: User, nora: User, eve: User, signed_in: SignedIn
) -> None:
    def names(client: Client) -> set[str]:
        page = client.get("/team").content.decode()
        return set(re.findall(r"<th scope=\"row\"[^>]*><a [^>]*>(Nora|Eve)", page))

    assert names(omars) == {"Nora"}
    assert names(signed_in(grace)) == {"Nora"}
    assert names(signed_in(ada)) == {"Nora", "Eve"}


@pytest.mark.parametrize(
    "address", ["/team", "/team/assign", "/team/approvals", "/team/reviews", "/team/away"]
)
def test_partners_and_csms_have_no_team(
    address: str, pia: User, nora: User, signed_in: SignedIn
) -> None:
    assert signed_in(pia).get(address).status_code == 403
    assert signed_in(nora).get(address).status_code == 403


def test_an_account_is_assigned_with_one_click_and_taken_back_with_another(
    omars: Client, waiting: Account, sven: User, nora: User
) -> None:
    page = words(omars.get("/team/assign").content.decode())
    assert page.index("Sven") < page.index("Nora"), "the same segment comes first"
    told = _send(omars, f"/team/assign/{waiting.pk}", csm=sven.pk)
    assert waiting.csm_on(TODAY) == sven and "Initech is Sven’s" in told
    waiting.refresh_from_db()
    assert waiting.alignment == "csm_assigned"
    undo = re.search(r'action="(/team/assign/undo/[^"]+)"', told)
    assert undo
    _send(omars, undo[1])
    waiting.refresh_from_db()
    assert waiting.csm_on(TODAY) is None and waiting.alignment == "unaligned"


def test_a_double_click_assigns_once(omars: Client, waiting: Account, sven: User) -> None:
    key = str(uuid4())
    for _ in range(2):
        answer = omars.post(f"/team/assign/{waiting.pk}", {"csm": sven.pk, "key": key}, follow=True)
        assert answer.status_code == 200
    assert waiting.team.count() == 1


def test_nobody_is_given_work_who_is_not_in_the_team(
    omars: Client, waiting: Account, eve: User
) -> None:
    told = _send(omars, f"/team/assign/{waiting.pk}", csm=eve.pk)
    assert waiting.csm_on(TODAY) is None and "CSM:" in told


def test_operations_assign_with_a_reason(
    waiting: Account, sven: User, ada: User, signed_in: SignedIn
) -> None:
    adas = signed_in(ada)
    told = _send(adas, f"/team/assign/{waiting.pk}", csm=sven.pk)
    assert waiting.csm_on(TODAY) is None and "Why: This field is required" in told
    _send(adas, f"/team/assign/{waiting.pk}", csm=sven.pk, reason="the manager is ill")
    assert waiting.csm_on(TODAY) == sven


def test_what_waits_says_what_it_is_about_and_who_asked(
    omars: Client, plan: SuccessPlan, exception: PriorityException, waiting: Account, nora: User
) -> None:
    CsmClaim.request(waiting, user=nora, on=TODAY, reason="I know them")
    said = words(omars.get("/team/approvals").content.decode())
    assert "Ship weekly Acme Nora submitted it" in said
    assert "quiet until spring Nora asked" in said and "sending to Sales Management" in said
    assert "Nora asks for Initech I know them" in said


def test_a_plan_that_waits_leads_to_its_page_where_the_checks_are(
    omars: Client, omar: User, plan: SuccessPlan
) -> None:
    said = omars.get("/team/approvals").content.decode()
    assert f'href="/plans/{plan.pk}"' in said
    assert "Go through it and answer" in said
    plan.request_changes(by=person("Max", "csm_manager"), on=TODAY, comment="say when")
    assert "Ship weekly" not in omars.get("/team/approvals").content.decode()
    plan.submit(by=omar, on=TODAY)
    said = omars.get("/team/approvals").content.decode()
    assert "It waits for somebody else" in said
    assert "Go through it and answer" not in said


def test_an_exception_goes_step_by_step_and_sales_decides(
    omars: Client, grace: User, exception: PriorityException, signed_in: SignedIn
) -> None:
    address = f"/team/approvals/exceptions/{exception.pk}"
    assert omars.post(address, {"do": "approve", "key": str(uuid4())}).status_code == 403
    for step in ("team", "managers", "send", "document"):
        _send(omars, address, do=step)
    _send(signed_in(grace), address, do="approve")
    exception.refresh_from_db()
    assert exception.in_force(TODAY) and exception.sales_decided_by == grace


def test_nobody_approves_an_exception_of_their_own(
    grace: User, acme: Account, signed_in: SignedIn
) -> None:
    own = PriorityException.request(
        acme, direction="to_p1", category="other", justification="mine", by=grace, on=TODAY
    )
    own.send(by=grace, on=TODAY)
    address = f"/team/approvals/exceptions/{own.pk}"
    answer = signed_in(grace).post(address, {"do": "approve", "key": str(uuid4())})
    assert answer.status_code == 409 and "own exception" in answer.content.decode()


def test_a_claim_gives_the_account_or_is_declined_with_a_reason(
    omars: Client, waiting: Account, nora: User
) -> None:
    claim = CsmClaim.request(waiting, user=nora, on=TODAY)
    assert "Say what should be different." in _send(omars, _claim(claim), do="decline")
    _send(omars, _claim(claim), do="decline", comment="Sven is nearer")
    claim.refresh_from_db()
    kept = RecordHistory.objects.filter(table_name="records_csm_claim", record_id=claim.pk)
    assert (claim.outcome, kept.get().reason) == ("declined", "Sven is nearer")
    _send(omars, _claim(CsmClaim.request(waiting, user=nora, on=TODAY)), do="approve")
    assert waiting.csm_on(TODAY) == nora


def test_giving_the_account_answers_every_claim_for_it(
    omar: User, waiting: Account, nora: User
) -> None:
    sven = person("Sven", "csm", manager=omar)
    hers, his = (CsmClaim.request(waiting, user=each, on=TODAY) for each in (nora, sven))
    waiting.assign_csm(nora, by=omar, on=TODAY)
    for claim, outcome in ((hers, "approved"), (his, "declined")):
        claim.refresh_from_db()
        assert (claim.outcome, claim.decided_on, claim.decided_by) == (outcome, TODAY, omar)
        kept = RecordHistory.objects.get(table_name="records_csm_claim", record_id=claim.pk)
        assert kept.reason == "the account was given to Nora"


def test_a_manager_who_is_a_csm_too_does_not_decide_their_own_claim(
    waiting: Account, signed_in: SignedIn
) -> None:
    both = person("Max", "csm_manager", "csm", region="EMEA")
    claim = CsmClaim.request(waiting, user=both, on=TODAY)
    answer = signed_in(both).post(_claim(claim), {"do": "approve", "key": str(uuid4())})
    assert answer.status_code == 409 and "own claim" in answer.content.decode()
    assert waiting.csm_on(TODAY) is None


def test_a_csm_goes_through_the_book_and_the_manager_signs(
    omars: Client, acme: Account, nora: User, signed_in: SignedIn
) -> None:
    noras = signed_in(nora)
    _send(noras, "/team/reviews/begin")
    review = PriorityReview.objects.get(user=nora)
    item = review.items.get()
    assert "0 of 1 account reviewed" in words(_page(noras, f"/team/reviews/{nora.pk}"))
    act = f"/team/reviews/{review.pk}/act"
    told = _send(noras, act, do="change", chosen=f"{item.pk}.0", priority=1)
    assert "Why: Say why." in told
    _send(noras, act, do="change", chosen=f"{item.pk}.0", priority=1, note="they grow")
    item.refresh_from_db()
    assert (item.outcome, item.priority) == ("changed", 1)
    assert "1 waits for a signature" in words(_page(omars, "/team/reviews"))
    _send(omars, f"/team/reviews/{review.pk}/sign")
    assert "Signed by Omar" in words(_page(noras, f"/team/reviews/{nora.pk}"))


def test_every_account_that_matches_is_confirmed_at_once(
    nora: User, acme: Account, signed_in: SignedIn
) -> None:
    for number in range(60):
        assigned(customer(f"Customer {number}", cs_segment="growth", region="EMEA"), nora)
    noras = signed_in(nora)
    _send(noras, "/team/reviews/begin")
    review = PriorityReview.objects.get(user=nora)
    assert "All 61 accounts that match" in _page(noras, f"/team/reviews/{nora.pk}")
    told = _send(noras, f"/team/reviews/{review.pk}/act", do="confirm", every="yes",
                 matching="account=Customer")  # fmt: skip
    assert "60 accounts are confirmed" in told
    assert list(review.items.filter(reviewed_on=None).values_list("account", flat=True)) == [
        acme.pk
    ]


def test_a_review_with_accounts_left_is_not_signed(omars: Client, review: PriorityReview) -> None:
    answer = omars.post(f"/team/reviews/{review.pk}/sign", {"key": str(uuid4())})
    assert answer.status_code == 409 and "Acme" in answer.content.decode()


def test_nobody_signs_the_own_review_and_nobody_reads_a_strangers(
    review: PriorityReview, nora: User, eve: User, signed_in: SignedIn
) -> None:
    sign = f"/team/reviews/{review.pk}/sign"
    assert signed_in(nora).post(sign, {"key": str(uuid4())}).status_code == 403
    assert signed_in(eve).get(f"/team/reviews/{nora.pk}").status_code == 404
    act = f"/team/reviews/{review.pk}/act"
    assert signed_in(eve).post(act, {"do": "confirm", "key": str(uuid4())}).status_code == 404


def test_a_csm_keeps_to_priorities_one_and_two(
    review: PriorityReview, nora: User, signed_in: SignedIn
) -> None:
    item = review.items.get()
    act = f"/team/reviews/{review.pk}/act"
    chosen = f"{item.pk}.0"
    told = _send(signed_in(nora), act, do="change", chosen=chosen, priority=3, note="small")
    assert "A CSM sets priority 1 or 2" in told
    item.refresh_from_db()
    assert item.outcome is None


def test_an_absence_has_somebody_who_stands_in_and_is_called_off(
    omars: Client, nora: User, sven: User
) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=4), "kind": "pto"}
    told = _send(omars, "/team/away", user=nora.pk, cover=sven.pk, **days)
    absence = Absence.objects.get()
    assert absence.cover.get().user == sven and "Nora is put down as away" in told
    _send(omars, f"/team/away/{absence.pk}/off")
    assert not Absence.objects.exists()


def test_nobody_stands_in_who_is_away_as_well(omars: Client, nora: User, sven: User) -> None:
    Absence.objects.create(user=sven, starts_on=TODAY, ends_on=TODAY, known_from=TODAY)
    days = {"starts_on": TODAY, "ends_on": TODAY, "kind": "pto", "key": str(uuid4())}
    answer = omars.post("/team/away", {"user": nora.pk, "cover": sven.pk, **days})
    assert answer.status_code == 409 and "Sven is away" in answer.content.decode()


def test_an_absence_ends_after_it_begins(omars: Client, nora: User) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1), "kind": "pto"}
    answer = omars.post("/team/away", {"user": nora.pk, "key": str(uuid4()), **days})
    assert answer.status_code == 422
    assert "The last day is before the first" in answer.content.decode()


def test_more_people_and_accounts_ask_no_more_questions(
    omars: Client, omar: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(12):
        csm = person(f"Csm{number}", "csm", manager=omar, region="EMEA")
        assigned(customer(f"Theirs {number}", region="EMEA"), csm)
        waits = customer(f"Waits {number}", region="EMEA")
        opened(waits, reason="csm_assignment", due_on=TODAY)
    for address in ("/team", "/team/assign", "/team/approvals", "/team/reviews", "/team/away"):
        with django_assert_max_num_queries(26):
            assert omars.get(address).status_code == 200


def _quarter() -> date:
    """The first day of the calendar quarter, which is the fiscal one where no handbook is."""
    return date(TODAY.year, (TODAY.month - 1) // 3 * 3 + 1, 1)


def _claim(claim: CsmClaim) -> str:
    return f"/team/approvals/claims/{claim.pk}"


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def _send(client: Client, address: str, **words: Any) -> str:
    """Send a form once and read the page one comes to."""
    answer = client.post(address, {"key": str(uuid4()), **words}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return answer.content.decode()


def _row(page: str, name: str) -> str:
    found = re.search(rf"<tr>\s*<th scope=\"row\"[^>]*>(?:<a [^>]*>)?{name}.*?</tr>", page, re.S)
    assert found, f"no row of {name}"
    return found[0]
