"""The day of each person, from sign-in, as they live it in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, open_account

#: Until a change is worked out by the worker, on a machine that does other things as well.
WORKED_OUT = 30_000


def test_nora_logs_a_call_and_sees_the_flag_go(visitor: Visitor) -> None:
    page = visitor("Nora")
    expect(page.locator("main")).to_contain_text("overdue")
    open_account(page, "Late Bell Academy")
    owed = page.locator("main").get_by_role("row").filter(has_text="Cadence calls").first
    expect(owed).to_contain_text("late")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Late Bell Academy")
    page.get_by_label("Notes", exact=False).first.fill(
        "They **like** it. <script>alert(1)</script>"
    )
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#said")).to_contain_text("logged", ignore_case=True)
    open_account(page, "Late Bell Academy")
    expect(owed).to_contain_text("On track", timeout=WORKED_OUT)


def test_nora_goes_back_after_a_log_and_does_not_log_it_twice(visitor: Visitor) -> None:
    page = visitor("Nora")
    page.keyboard.press("t")
    page.wait_for_url("**/log")  # and until its keys are heard
    page.get_by_label("With which account?").fill("Next Rev")
    expect(page.locator("#which a")).to_have_count(1)  # and no longer those looked at lately
    expect(page.locator("#which a")).to_have_text("Next Review Nurseries")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Next Review Nurseries")
    page.get_by_label("Notes", exact=False).first.fill("They merge.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#said")).to_contain_text("Logged for")
    page.go_back()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("You logged this already")


def test_nora_opens_a_cta_by_key_and_takes_back_a_call(visitor: Visitor) -> None:
    page = visitor("Nora")
    open_account(page, "Globex")
    page.keyboard.press("c")
    page.get_by_label("What is to be done").fill("Ask about the merger")
    page.get_by_label("Playbook").select_option(label="Executive Business Review")
    expect(page.locator("#ahead")).to_contain_text("Internal kickoff")
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#said")).to_contain_text("is open")
    expect(page.locator("table.tasks")).to_contain_text("Internal kickoff")
    open_account(page, "Globex")
    page.keyboard.press("t")
    page.get_by_role("button", name="Save").click()
    came = page.locator("#came")
    expect(came).not_to_contain_text("Being worked out", timeout=WORKED_OUT)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("is taken back")


def test_nora_is_told_what_red_does_before_she_saves_it(visitor: Visitor) -> None:
    page = visitor("Nora")
    open_account(page, "Acme")
    page.keyboard.press("t")
    page.get_by_label("Health update").check()
    page.get_by_label("Red", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Say why the account is at risk")
    expect(page.get_by_label("Red", exact=True)).to_be_checked()  # nothing typed is lost
    page.get_by_label("Risk reason").select_option("lack_of_engagement_sponsor")
    page.get_by_label("Customer churn").check()
    expect(page.locator(".effects")).to_contain_text("priority 1", timeout=WORKED_OUT)
    page.goto("/")  # nothing was saved
    open_account(page, "Acme")
    expect(page.locator(".headline").first).not_to_contain_text("Red")


def test_nora_completes_a_task_and_takes_it_back(visitor: Visitor) -> None:
    page = visitor("Nora")
    page.goto("/ctas/tasks")
    page.locator("table.list tbody th a").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("task|step", re.I))


def test_a_list_is_filtered_saved_and_shared_by_its_address(visitor: Visitor) -> None:
    page = visitor("Nora")
    page.goto("/portfolio?health=red")
    names = page.locator("table.list tbody th").all_inner_texts()
    assert "Initech" in [name.strip() for name in names]
    omar = visitor("Omar")
    omar.goto("/portfolio?of=all&health=red")
    assert "Initech" in omar.locator("table.list").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "Initech" in download.value.path().read_text()


def test_ada_reads_the_handbook_and_follows_a_status_to_its_line(visitor: Visitor) -> None:
    page = visitor("Ada")
    open_account(page, "Initech")
    page.locator(".headline a.why").first.click()
    page.locator("#side").get_by_role("link", name="handbook page").click()
    expect(page.locator(".policy h1")).to_be_visible()
    expect(page.locator(".margin")).to_contain_text("It speaks of")


def test_ada_imports_a_file_and_undoes_it(visitor: Visitor) -> None:
    page = visitor("Ada")
    page.goto("/operations/imports")
    book = "external_id,name,region\nimported-1,Imported Kettles,EMEA\n"
    file = {"name": "account.csv", "mimeType": "text/csv", "buffer": book.encode()}
    page.get_by_label("Files of one export").set_input_files([file])
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("main")).to_contain_text("1 record would be new or different")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#said")).to_contain_text("new or different")
    page.get_by_role("button", name="Undo this import").click()
    expect(page.locator("main")).to_contain_text("Undone")


def test_pia_sees_what_is_shared_with_her_and_nothing_else(visitor: Visitor) -> None:
    page = visitor("Pia")
    rail = page.locator("nav.rail").inner_text()
    assert "Handbook" not in rail
    assert "Operations" not in rail
    page.goto("/portfolio?of=all")
    shared = page.locator("table.list tbody th a").all()
    assert 0 < len(shared) < 60
    page.goto(shared[0].get_attribute("href") or "")
    text = page.locator("main").inner_text()
    assert "sentiment" not in text.lower()
    expect(page.get_by_role("link", name="Log a touchpoint")).to_have_count(0)


def test_ingrid_looks_at_everything_and_changes_nothing(visitor: Visitor) -> None:
    page = visitor("Ingrid")
    page.goto("/portfolio?of=all")
    expect(page.locator("nav.pages")).to_contain_text("accounts")
    expect(page.get_by_role("link", name="Log a touchpoint")).to_have_count(0)


def test_what_was_typed_survives_an_expired_session(visitor: Visitor) -> None:
    page = visitor("Nora")
    open_account(page, "Globex")
    page.keyboard.press("t")
    page.wait_for_url("**/log?**")
    address = page.url
    page.get_by_label("Notes", exact=False).first.fill("Long notes that took ten minutes.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    page.goto("/welcome")
    page.click("button.person:has-text('Nora')")
    page.goto(address)
    expect(page.get_by_label("Notes", exact=False).first).to_have_value(
        "Long notes that took ten minutes."
    )


def test_the_theme_stays_as_chosen(visitor: Visitor) -> None:
    page = visitor("Nora")
    page.locator("details.menu > summary", has_text="Nora").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/portfolio")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor("Nora")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("Globex")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Globex")
    expect(page.locator("main")).to_contain_text("Globex")


def test_every_main_page_works_without_javascript(visitor: Visitor) -> None:
    page = visitor("Nora")
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=page.url, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    for address in ("/", "/portfolio", "/log", "/handbook", "/ctas"):
        answer = plain.goto(address)
        assert answer is not None
        assert answer.ok, address
        expect(plain.locator("main")).not_to_be_empty()
    plain.goto("/search?q=Initech")
    plain.get_by_role("link", name="Initech").first.click()
    plain.locator(".headline a.why").first.click()
    expect(plain.locator("main")).to_contain_text("Because")
    context.close()


def test_what_was_found_is_gone_through_with_arrow_keys(visitor: Visitor) -> None:
    page = visitor("Nora")
    page.keyboard.press("/")
    page.keyboard.type("a")
    found = page.locator("#found a")
    expect(found.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(found.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    name = found.first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".headline").first).to_contain_text(name)
    page.keyboard.press("/")
    page.keyboard.type("a")
    expect(found.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(found).to_have_count(0)
    expect(page.get_by_label("Search", exact=True)).to_be_focused()


def open_plan(page: Page, customer: str) -> None:
    page.goto("/plans")
    page.get_by_role("row").filter(has_text=customer).get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(customer)


def test_a_plan_goes_from_nora_to_omar_and_back_and_to_the_customer(visitor: Visitor) -> None:
    """Sent back with a comment, submitted again, qualified, and confirmed under a link."""
    customer = "Second Opinion Opticians"
    nora, omar = visitor("Nora"), visitor("Omar")
    omar.goto("/team/approvals")
    omar.get_by_role("heading", name=customer).get_by_role("link").first.click()
    omar.locator("summary", has_text="Return").click()
    omar.get_by_label("What is to be changed").fill("Name the number that shows it")
    omar.get_by_role("button", name="Return with this comment").click()
    expect(omar.locator("main")).to_contain_text("The manager asked for changes")

    open_plan(nora, customer)
    expect(nora.locator("main")).to_contain_text("Name the number that shows it")
    nora.locator("summary", has_text="Submit").click()
    nora.get_by_label("What to look at").fill("It is the share of teams, now")
    nora.get_by_role("button", name="Submit for approval").click()
    expect(nora.locator("main")).to_contain_text("it waits for the manager")

    omar.goto("/team/approvals")
    omar.get_by_role("heading", name=customer).get_by_role("link").first.click()
    omar.locator("summary", has_text="Approve").click()
    omar.get_by_role("button", name="Approve", exact=True).click()
    expect(omar.locator("main")).to_contain_text("Check all of them")
    for check in omar.locator("input[name=checks]").all():
        check.check()
    omar.get_by_role("button", name="Approve", exact=True).click()
    expect(omar.locator("main")).to_contain_text("by Omar")
    omar.goto("/team/approvals")
    expect(omar.locator("main")).not_to_contain_text(customer)

    nora.reload()
    nora.get_by_role("link", name="Share with the customer").click()
    expect(nora.get_by_label("Days that the link works")).to_have_value("30")
    nora.get_by_label("Who").select_option(index=1)
    nora.get_by_role("button", name="Make the link").click()
    address = nora.get_by_label("Private link").input_value()

    reader = visitor()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_contain_text(customer)
    reader.get_by_role("button", name="We confirm this plan").click()
    expect(reader.locator("body")).to_contain_text("You confirmed a plan")

    open_plan(nora, customer)
    expect(nora.locator("main")).to_contain_text("confirmed it")


def test_omar_finds_what_waits_for_his_word(visitor: Visitor) -> None:
    page = visitor("Omar")
    page.goto("/team/approvals")
    main = page.locator("main")
    expect(main).to_contain_text("Rebuilt Bridge Trading")
    expect(main).to_contain_text("Nora Lind asks for Waiting Room Clinics")
    page.get_by_role("link", name="Priority review").click()
    expect(main).to_contain_text("waits for a signature")
