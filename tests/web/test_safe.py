"""What somebody with bad intentions, or a bad day, sends: it is not obeyed, and said in words."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from runpy import run_path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from greenbook.config import settings as product
from greenbook.records.models import (
    Account,
    Contact,
    Cta,
    SavedView,
    Submission,
    SuccessPlan,
    TimelineEntry,
    User,
)
from greenbook.web.asked import now
from greenbook.web.lists import versions_of
from greenbook.web.said import markdown
from greenbook.web.sent import version_of
from tests.records.conftest import assigned, customer, opened
from tests.web.conftest import SIGNED, SignedIn, WorkedOut

TODAY = date.today()
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
ELSEWHERE = (
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "javascript:alert(1)",
)
PASSWORD = "correct horse battery"


@pytest.fixture
def at_nora(nora: User, signed_in: SignedIn) -> Client:
    return signed_in(nora)


@pytest.fixture
def evil(nora: User, worked_out: WorkedOut) -> Account:
    """A customer all of whose names are written by somebody who means harm."""
    account = customer(EVIL, region="EMEA", cs_segment="strategic")
    assigned(account, nora)
    Contact.objects.create(account=account, name=EVIL, email="a@b.example", known_from=SIGNED)
    opened(account, EVIL, owner=nora, comments=EVIL, due_on=TODAY)
    SuccessPlan.begin(
        account, by=nora, on=TODAY, owner=nora, name=EVIL, strategy=EVIL, highlights=EVIL
    )
    TimelineEntry.log(account, type="update", subject=EVIL, notes=EVIL, author=nora, on=TODAY)
    SavedView.objects.create(owner=nora, list_name="portfolio", name=EVIL[:80])
    worked_out(account)
    return account


def obeyed(text: str) -> bool:
    """Whether a browser would find a tag in it that we did not write."""
    return "<script>alert" in text or "<img src=x" in text or "onerror=alert(1)>" in text


class TestScripts:
    def test_names_are_shown_as_they_are_written_on_every_page(
        self, evil: Account, at_nora: Client
    ) -> None:
        cta, plan = Cta.objects.get(name=EVIL), SuccessPlan.objects.get()
        here = f"/accounts/{evil.pk}"
        sections = ("timeline", "ctas", "plans", "contacts", "changes")
        for address in (
            "/", "/portfolio", "/portfolio/owed", "/ctas?state=", "/plans",
            "/changes", "/search?q=script", f"/log?account={evil.pk}", f"/ctas/{cta.pk}",
            f"/plans/{plan.pk}", f"/plans/{plan.pk}/edit", here,
            *(f"{here}?section={each}" for each in sections), f"/why/account/{evil.pk}/health",
        ):  # fmt: skip
            answer = at_nora.get(address)
            assert answer.status_code == 200, address
            assert not obeyed(answer.content.decode()), address

    @pytest.mark.parametrize("address", ("/search", "/log", "/portfolio", "/ctas"))
    def test_what_was_asked_for_is_said_again_harmlessly(
        self, at_nora: Client, address: str
    ) -> None:
        asked = {"q": EVIL, "name": EVIL, "sort": EVIL, "arr_from": EVIL, "of": EVIL}
        assert not obeyed(at_nora.get(address, asked).content.decode())

    def test_what_was_typed_amiss_is_shown_again_harmlessly(
        self, acme: Account, at_nora: Client
    ) -> None:
        typed = {"type": EVIL, "happened_on": EVIL, "notes": EVIL, "step_1": EVIL, "due_1": EVIL}
        answer = at_nora.post(f"/log?account={acme.pk}", {"key": str(uuid4()), **typed})
        assert answer.status_code == 422
        assert not obeyed(answer.content.decode())

    @pytest.mark.parametrize(
        "notes",
        (
            EVIL,
            "[look](javascript:alert(1))",
            "[look](JaVaScRiPt:alert(1))",
            "[look](data:text/html;base64,PHNjcmlwdD4=)",
            "[look](vbscript:x)",
            "<javascript:alert(1)>",
            '![x](x "onerror=alert(1)>")',
        ),
    )
    def test_notes_run_nothing(self, notes: str) -> None:
        shown = markdown(notes).lower()
        assert not obeyed(shown)
        assert 'href="javascript' not in shown
        assert 'href="data' not in shown
        assert 'href="vbscript' not in shown

    @pytest.mark.parametrize("name", ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1"))
    def test_a_spreadsheet_runs_nothing_of_an_export(
        self, name: str, nora: User, at_nora: Client
    ) -> None:
        assigned(customer(name), nora)
        answer = at_nora.get("/portfolio?format=csv&of=mine")
        exported = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
        row = exported.splitlines()[1].lstrip('"')
        assert row.startswith("'")


class TestPartners:
    def test_a_list_tells_a_partner_no_more_than_the_account_does(
        self, acme: Account, pia: User, signed_in: SignedIn
    ) -> None:
        opened(acme, "Rescue")
        browser, wanted = signed_in(pia), "columns=arr,renewal_on,csm,last_activity,open_ctas"
        shown = browser.get(f"/portfolio?of=all&{wanted}&sort=-arr&arr_from=1").content.decode()
        answer = browser.get(f"/portfolio?of=all&{wanted}&format=csv")
        exported = b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
        for text in (shown, exported):
            assert "Acme" in text
            assert "$412" not in text and "412000" not in text and "412,000" not in text
            assert "Nora" not in text
            assert "Open CTAs" not in text

    def test_the_numbers_of_a_colleague_are_not_read_by_their_address(
        self, nora: User, eve: User, worked_out: WorkedOut, signed_in: SignedIn
    ) -> None:
        answer = signed_in(eve).get(f"/why/person/{nora.pk}/calls_per_week")
        assert answer.status_code == 404


class TestForms:
    def test_a_form_from_another_site_changes_nothing(self, acme: Account, nora: User) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(nora)
        for address in (
            f"/accounts/{acme.pk}/follow",
            f"/log?account={acme.pk}",
            "/ctas/act",
            "/views",
            "/theme",
            "/accounts/logout/",
            "/accounts/login/",
        ):
            answer = browser.post(address, {"key": uuid4(), "follow": "yes"})
            assert answer.status_code == 403, address
            assert b"out of date" in answer.content
        assert not acme.followers.exists()

    @pytest.mark.parametrize("elsewhere", ELSEWHERE)
    def test_no_form_leads_to_another_site(
        self, elsewhere: str, acme: Account, nora: User, at_nora: Client
    ) -> None:
        cta = opened(acme, owner=nora)
        view = SavedView.objects.create(owner=nora, list_name="portfolio", name="Red")
        seen = versions_of(Cta, [cta.pk])[cta.pk]
        act = {"key": uuid4(), "chosen": f"{cta.pk}.{seen}", "do": "comment", "text": "Hello"}
        answers = [
            at_nora.post("/theme", {"theme": "dark", "next": elsewhere}),
            at_nora.post("/views", {"name": "A", "list": "portfolio", "back": elsewhere}),
            at_nora.post(f"/views/{view.pk}/forget", {"back": elsewhere}),
            at_nora.post("/ctas/act", {**act, "back": elsewhere}),
            at_nora.post("/ctas/act", {"do": "comment", "back": elsewhere}),
        ]
        for answer in answers:
            assert answer.status_code == 302
            assert "elsewhere" not in answer.headers["Location"]
            assert "javascript" not in answer.headers["Location"]

    @pytest.mark.parametrize("elsewhere", ELSEWHERE)
    def test_signing_in_leads_to_no_other_site(self, elsewhere: str, nora: User) -> None:
        nora.set_password(PASSWORD)
        nora.save(update_fields=["password"])
        typed = {"login": "nora", "password": PASSWORD, "next": elsewhere}
        answer = Client().post("/accounts/login/", typed)
        assert answer.headers["Location"] == "/"

    def test_a_person_is_given_only_what_the_form_asks_for(
        self, ada: User, nora: User, signed_in: SignedIn
    ) -> None:
        typed = {
            "key": uuid4(), "seen": version_of(nora), "name": "Nora N", "username": "nora",
            "roles": "csm", "is_active": "on", "password": "x", "is_superuser": "on",
            "id": ada.pk, "source": "crm", "known_from": "1999-01-01", "ramped": "",
        }  # fmt: skip
        before = (nora.password, nora.source, nora.known_from, nora.ramped)
        answer = signed_in(ada).post(f"/operations/people/{nora.pk}", typed)
        assert answer.status_code == 302
        nora.refresh_from_db()
        assert nora.name == "Nora N"
        assert (nora.password, nora.source, nora.known_from, nora.ramped) == before

    def test_a_touchpoint_is_the_authors_and_the_accounts_whatever_is_sent(
        self, acme: Account, globex: Account, nora: User, omar: User, at_nora: Client
    ) -> None:
        typed = {
            "key": uuid4(), "type": "customer_call", "meeting_type": "cadence_call",
            "happened_on": TODAY.isoformat(), "subject": "Hello", "author": omar.pk,
            "account_id": globex.pk, "known_from": "1999-01-01", "source": "crm",
        }  # fmt: skip
        at_nora.post(f"/log?account={acme.pk}", typed)
        entry = TimelineEntry.objects.get()
        assert (entry.author, entry.account, entry.source) == (nora, acme, "greenbook")
        assert entry.known_from == TODAY

    def test_an_attribute_of_the_crm_is_not_changed_beside_ours(
        self, acme: Account, at_nora: Client
    ) -> None:
        assert at_nora.get(f"/accounts/{acme.pk}/fields/arr_cents").status_code == 404
        typed = {"key": uuid4(), "seen": version_of(acme), "hosting": "saas", "arr_cents": "1"}
        at_nora.post(f"/accounts/{acme.pk}/fields/hosting", typed)
        acme.refresh_from_db()
        assert acme.arr_cents == 41_200_000

    def test_the_same_form_twice_does_its_work_once(self, acme: Account, at_nora: Client) -> None:
        typed = {"key": uuid4(), "name": "Plan", "type": "roi"}
        answers = [at_nora.post(f"/accounts/{acme.pk}/plans/new", typed) for _ in range(2)]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert SuccessPlan.objects.count() == 1

    def test_a_form_of_somebody_else_is_not_theirs_to_send(
        self, acme: Account, nora: User, ada: User, signed_in: SignedIn
    ) -> None:
        typed = {"key": str(uuid4()), "follow": "yes"}
        signed_in(nora).post(f"/accounts/{acme.pk}/follow", typed)
        answer = signed_in(ada).post(f"/accounts/{acme.pk}/follow", typed)
        assert answer.status_code == 403
        assert b"belongs to somebody else" in answer.content
        assert [each.user for each in acme.followers.all()] == [nora]

    @pytest.mark.parametrize("typed", ({}, {"key": ""}, {"key": "nonsense"}))
    def test_a_form_without_a_key_is_not_understood_and_does_nothing(
        self, typed: dict[str, str], acme: Account, at_nora: Client
    ) -> None:
        answer = at_nora.post(f"/accounts/{acme.pk}/follow", {"follow": "yes", **typed})
        assert answer.status_code == 400
        assert b"could not be understood" in answer.content
        assert not acme.followers.exists()
        assert not Submission.objects.exists()


class TestTooMuch:
    def test_a_body_that_is_too_large_is_said_in_words(
        self, acme: Account, at_nora: Client
    ) -> None:
        notes = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        answer = at_nora.post(f"/log?account={acme.pk}", {"key": uuid4(), "notes": notes})
        assert answer.status_code == 400
        assert b"could not be understood" in answer.content
        assert not TimelineEntry.objects.exists()

    def test_a_field_that_is_too_long_is_said_at_the_field(
        self, acme: Account, nora: User, at_nora: Client
    ) -> None:
        cta = opened(acme, owner=nora)
        typed = {"key": uuid4(), "do": "comment", "text": "x" * 2001}
        answer = at_nora.post(f"/ctas/{cta.pk}", typed)
        assert answer.status_code == 422
        assert b"at most 2000 characters" in answer.content

    @pytest.mark.parametrize(
        "address",
        (
            "/search?q=%00", "/search?q=%ff%fe", "/portfolio?name=%00", "/ctas?owner=%00",
            "/portfolio?page=99999999999999999999", "/ctas/99999999999999999999",
            "/accounts/99999999999999999999", "/log?account=99999999999999999999", "/log?q=%00",
            "/log?account=%C2%B2", "/why/account/%C2%B2/health",
            "/why/account/99999999999999999999/health", "/?day=0001-01-01",
            "/portfolio?arr_from=1e999", "/portfolio?arr_from=nan",
            "/portfolio?license_count_to=inf", "/portfolio?renewal_on_from=%C2%B2",
        ),
    )  # fmt: skip
    def test_an_address_that_makes_no_sense_breaks_nothing(
        self, address: str, acme: Account, at_nora: Client
    ) -> None:
        assert at_nora.get(address).status_code in (200, 302, 400, 404)


class TestSignIn:
    @pytest.fixture(autouse=True)
    def nobody_failed_yet(self, db: None) -> None:
        cache.clear()

    @pytest.fixture
    def nora(self, nora: User) -> User:
        nora.set_password(PASSWORD)
        nora.save(update_fields=["password"])
        return nora

    def sign_in(self, browser: Client, password: str = PASSWORD) -> Any:
        return browser.post("/accounts/login/", {"login": "nora", "password": password})

    def test_a_session_ends_with_the_browser_and_after_half_a_day(self, nora: User) -> None:
        browser = Client()
        assert self.sign_in(browser).status_code == 302
        cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
        assert cookie["max-age"] == ""
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60

    def test_whoever_was_away_too_long_signs_in_again_and_comes_back(self, nora: User) -> None:
        browser = Client()
        self.sign_in(browser)
        Session.objects.update(expire_date=now() - timedelta(days=1))
        answer = browser.get("/portfolio?of=all")
        assert answer.headers["Location"] == "/accounts/login/?next=/portfolio%3Fof%3Dall"

    def test_guessing_is_stopped_even_where_the_last_guess_is_right(self, nora: User) -> None:
        browser = Client()
        for _ in range(5):
            self.sign_in(browser, "not the password")
        answer = self.sign_in(browser)
        assert answer.status_code in (200, 429)
        assert b"Too many" in answer.content
        assert browser.get("/").status_code == 302

    def test_a_wrong_name_and_a_wrong_password_are_answered_alike(self, nora: User) -> None:
        typed = {"login": "nora", "password": "not the password"}
        said = []
        for login in ("nora", "nobody"):
            cache.clear()
            answer = Client().post("/accounts/login/", typed | {"login": login})
            said.append(answer.context["form"].errors)
        assert said[0] == said[1]

    def test_whoever_left_does_not_sign_in(self, nora: User) -> None:
        nora.amend(by=None, on=TODAY, is_active=False)
        browser = Client()
        self.sign_in(browser)
        assert browser.get("/").status_code == 302

    @pytest.mark.parametrize("weak", ("short", "eleven char", "q1w2e3r4t5y6", "nora@acme.example"))
    def test_a_weak_password_is_refused(self, weak: str) -> None:
        nora = User(username="nora", name="Nora", email="nora@acme.example")
        with pytest.raises(ValidationError):
            validate_password(weak, nora)

    def test_a_weak_password_is_refused_in_words(self, nora: User, at_nora: Client) -> None:
        typed = {"oldpassword": PASSWORD, "password1": "q1w2e3r4t5y6", "password2": "q1w2e3r4t5y6"}
        answer = at_nora.post("/accounts/password/change/", typed)
        assert b"too common" in answer.content
        nora.refresh_from_db()
        assert nora.check_password(PASSWORD)

    @pytest.mark.parametrize("page", ("", "totp/activate/", "webauthn/", "webauthn/add/"))
    def test_a_second_factor_can_be_added(self, page: str, nora: User) -> None:
        browser = Client()
        self.sign_in(browser)
        again = browser.get(f"/accounts/2fa/{page}", follow=True)
        if again.redirect_chain:  # a second factor is touched only with the password typed anew
            again = browser.post(again.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        assert again.status_code == 200
        assert again.wsgi_request.path == f"/accounts/2fa/{page}"


class TestTheOuterDoor:
    @pytest.mark.parametrize("address", ("/", "/accounts/login/", "/nowhere", "/shared/nothing"))
    def test_every_answer_tells_browsers_what_it_may_not_do(
        self, address: str, at_nora: Client
    ) -> None:
        headers = at_nora.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")

    def test_it_is_ready_to_be_reached_by_https(
        self, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        """Django's own list of what is forgotten before a site goes live."""
        monkeypatch.setenv("GREENBOOK_DATABASE_URL", "postgresql:///unused")
        plain = run_path(product.__file__)
        monkeypatch.setenv("GREENBOOK_HTTPS", "1")
        by_https = run_path(product.__file__)
        for name in filter(str.isupper, by_https):
            if by_https[name] != plain[name]:
                setattr(settings, name, by_https[name])
        said = StringIO()
        call_command("check", deploy=True, fail_level="WARNING", stdout=said, stderr=said)
        assert "no issues" in said.getvalue()
