"""The frame of every page: sign-in, the door, refusals in words."""

from __future__ import annotations

import pytest
from django.test import Client

from greenbook.records.models import User
from tests.web.conftest import SignedIn


def test_whoever_is_not_signed_in_is_sent_to_sign_in(db: None) -> None:
    answer = Client().get("/portfolio")
    assert answer.status_code in (302, 404)
    assert Client().get("/").headers["Location"].startswith("/accounts/login/")


def test_the_demo_door_is_shut_where_there_is_no_demo(nora: User) -> None:
    assert Client().get("/welcome").status_code == 404
    assert Client().post(f"/welcome/{nora.pk}").status_code == 404


def test_in_a_demo_one_click_signs_in(nora: User, settings: pytest.FixtureRequest) -> None:
    settings.GREENBOOK_DEMO = True
    client = Client()
    assert b"Nora" in client.get("/welcome").content
    assert client.post(f"/welcome/{nora.pk}").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_nobody_signs_up(db: None) -> None:
    assert b"closed" in Client().get("/accounts/signup/").content.lower()


def test_a_page_says_in_words_that_it_is_not_theirs(pia: User, signed_in: SignedIn) -> None:
    answer = signed_in(pia).get("/log")
    assert answer.status_code == 403
    assert b"Adding timeline entries is for" in answer.content


def test_every_page_forbids_foreign_scripts(nora: User, signed_in: SignedIn) -> None:
    policy = signed_in(nora).get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_theme_leads_nowhere_else(nora: User, signed_in: SignedIn) -> None:
    answer = signed_in(nora).post("/theme", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert answer.cookies["theme"].value == "dark"
