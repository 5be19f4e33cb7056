"""A passkey in a real browser: added by somebody who is signed in, and enough to sign in again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, sign_in

#: A key built into the computer, whose owner touches it whenever it asks.
BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in(page: Page) -> None:
    """Give the browser a key that it takes for a real one."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": BUILT_IN})


def add_a_passkey(page: Page) -> None:
    page.locator("details.menu > summary", has_text="Nora").click()
    page.get_by_role("link", name="Passkeys and two-factor").click()
    page.goto("/accounts/2fa/webauthn/add/")
    expect(page.get_by_label("Sign in with it alone")).to_be_checked()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda address: "/webauthn/add" not in address)


def test_nora_adds_a_passkey_and_signs_in_with_it_alone(visitor: Visitor) -> None:
    page = visitor()
    sign_in(page, "Nora")  # just now, or she is asked for her password first
    plug_in(page)
    add_a_passkey(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nora")
