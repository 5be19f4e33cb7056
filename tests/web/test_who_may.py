"""Every address and every role: who gets a page, who is refused, for whom there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.test import Client
from django.urls import URLPattern, reverse

from greenbook.engagement import plans as does
from greenbook.records.models import (
    Absence,
    Account,
    AccountTeam,
    Contact,
    CsmClaim,
    Escalation,
    GrowthPlan,
    HandbookVersion,
    ImportRun,
    Objective,
    Onboarding,
    Opportunity,
    Override,
    Partner,
    PartnerEngagement,
    PlannedCall,
    PlanShare,
    PriorityException,
    PriorityReview,
    RecordHistory,
    Run,
    SavedView,
    SuccessPlan,
    TimelineEntry,
    Triage,
    User,
)
from greenbook.records.models.people import ROLES
from greenbook.web.asked import now
from greenbook.web.urls import urlpatterns
from tests.records.conftest import assigned, customer, opened, person
from tests.web.conftest import SIGNED, SignedIn, WorkedOut

TABLE = Path(__file__).parent / "page_table.txt"
TODAY = now().date()
#: Whoever has the address may knock: the demo's own sign-in, the screen's colours, a private link.
OPEN_DOORS = {"welcome", "sign_in_as", "theme", "shared_plan"}
#: What an address names that is no record, and is the same in every account.
WORDS: dict[str, dict[str, Any]] = {
    "account_chart": {"number": "health"},
    "account_numbers": {"number": "health"},
    "account_field": {"name": "first_value_on"},
    "account_override": {"decision": "health"},
    "calls_change": {"what": "agenda"},
    "ctas_undo": {"token": "nothing"},
    "log_undo": {"token": "nothing"},
    "account_entry_undo": {"token": "nothing"},
    "handbook_edition": {"name": "cadence/calls", "begins": "2022-02-01"},
    "handbook_page": {"name": "health/health"},
    "numbers_chart": {"decision": "ebr_coverage"},
    "numbers_kpi": {"decision": "ebr_coverage"},
    "onboarding_change": {"what": "deck"},
    "onboarding_trend": {"clock": "time_to_engage"},
    "onboarding_undo": {"token": "nothing"},
    "operations_import": {"key": UUID(int=1)},
    "operations_import_apply": {"key": UUID(int=1)},
    "plan_act": {"what": "submit"},
    "plan_growth_act": {"what": "activate"},
    "plan_objective_act": {"what": "close"},
    "plan_share_act": {"what": "end"},
    "plan_version": {"number": 1},
    "shared_plan": {"secret": "nothing"},
    "team_take_back": {"token": "nothing"},
    "today_act": {"kind": "cta", "what": "done"},
    "today_change": {"kind": "cta"},
    "why": {"grain": "account", "decision": "health"},
}
#: The same address asked for something else: a row of its own.
ALSO: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("log, of an account", "log", {}, "?account={account}"),
    ("ctas_new, of an account", "ctas_new", {}, "?account={account}"),
    ("why, their priority", "why", {"decision": "priority_decided"}, ""),
    ("why, a colleague's calls", "why", {"grain": "person", "decision": "calls_per_week"}, ""),
    ("why, the company", "why", {"grain": "company", "decision": "ebr_coverage"}, ""),
)


#: Pages that are only read answer a form like a visit; the second grid leaves them out.
READ_ONLY = (
    "account", "account_chart", "account_numbers", "account_standing", "changes", "ctas",
    "ctas_tasks", "handbook", "handbook_edition", "handbook_exceptions", "handbook_gaps",
    "handbook_page", "log_came",
    "log_logged", "numbers", "numbers_chart", "numbers_kpi", "onboarding", "onboarding_list",
    "onboarding_numbers", "onboarding_of", "onboarding_trend", "operations", "operations_history",
    "operations_import_refused", "operations_import_run", "operations_jobs", "operations_people",
    "operations_record", "operations_run", "operations_runs", "plan", "plan_objective",
    "plan_version", "plans",
    "portfolio", "portfolio_owed", "portfolio_plans", "prepare", "search", "team",
    "team_approvals", "team_assignment", "team_book", "team_priorities", "team_review",
    "team_reviews", "today",
    "today_change", "today_fresh", "welcome", "why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One address; `theirs` and `others` are it for an account of theirs and for another."""

    title: str
    theirs: str
    others: str


def test_every_page_asks_for_a_right_or_is_a_door_that_is_meant_to_be_open() -> None:
    open_to_all = {p.name for p in urlpatterns if not hasattr(p.callback, "action")}
    assert open_to_all == OPEN_DOORS


class KnownBySight(AuthenticationBackend):
    """Whoever is signed in is looked up once, and not again for each of some 300 addresses."""

    seen: ClassVar[dict[int, User]] = {}

    def get_user(self, user_id: int) -> User:
        if user_id not in self.seen:
            self.seen[user_id] = super().get_user(user_id)
        return self.seen[user_id]


@pytest.fixture
def answered_in_short(settings: Any) -> Iterator[None]:
    """Only an answer's number counts here: thousands of refusals need no page around them, and
    nobody's session need be looked up again for each."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.{KnownBySight.__name__}"]
    short = ("django.template.loaders.locmem.Loader", {"pages/refused.html": "{{ why }}"})
    loaders = [short, "django.template.loaders.app_directories.Loader"]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    usual = settings.TEMPLATES[0]
    options = {**usual["OPTIONS"], "loaders": cached}
    settings.TEMPLATES = [{**usual, "APP_DIRS": False, "OPTIONS": options}]
    yield
    KnownBySight.seen.clear()


@pytest.mark.django_db(transaction=True)
def test_every_address_and_every_role_as_written_down(
    worked_out_over_night: WorkedOut, signed_in: SignedIn, answered_in_short: None
) -> None:
    """The grids of `page_table.txt`: written where they are missing, compared where they are."""
    theirs, others = _book("Acme", region="EMEA"), _book("Globex", region="AMER")
    worked_out_over_night()
    rows = list(_rows(theirs, others))
    forms = [row for row in rows if row.title.partition(",")[0] not in READ_ONLY]
    browsers = {role: signed_in(_with_acme(role, theirs["of"])) for role in ROLES.split()}
    grids = "\n".join([*_grid("GET", rows, browsers), "", *_grid("POST", forms, browsers)]) + "\n"
    if not TABLE.exists():
        TABLE.write_text(grids)
    assert grids == TABLE.read_text()


def _rows(theirs: dict[str, Any], others: dict[str, Any]) -> Iterator[Row]:
    for pattern in urlpatterns:
        yield _row(pattern.name, _address(pattern, theirs), _address(pattern, others))
    for title, name, words, query in ALSO:
        pattern = next(p for p in urlpatterns if p.name == name)
        yield _row(title, *(_address(pattern, b, words, query) for b in (theirs, others)))


def _row(title: str | None, theirs: str, others: str) -> Row:
    return Row(title or "", theirs, others)


def _address(
    pattern: URLPattern, book: dict[str, Any], words: dict[str, Any] | None = None, query: str = ""
) -> str:
    assert pattern.name
    known = {**book, **WORDS.get(pattern.name, {}), **(words or {})}
    if pattern.name == "why":
        known["subject"] = str(known[known["grain"]])
    if pattern.name == "operations_import_run":
        known["run"] = book["import_run"]
    names = pattern.pattern.converters
    return reverse(pattern.name, kwargs={n: known[n] for n in names}) + query.format(**book)


def _grid(method: str, rows: list[Row], browsers: dict[str, Client]) -> Iterator[str]:
    said = {
        "GET": "What a page answers: for an account of theirs, and for somebody else's.",
        "POST": "What an empty form answers, which changes nothing anywhere.",
    }
    yield said[method]
    yield _line("", [role[:8] for role in browsers])
    for row in rows:
        yield _line(row.title, [_cell(browser, method, row) for browser in browsers.values()])


def _line(title: str, cells: list[str]) -> str:
    return (f"{title:30}" + "".join(f"{cell:9}" for cell in cells)).rstrip()


def _cell(browser: Client, method: str, row: Row) -> str:
    found = [_status(browser, method, row.theirs)]
    if row.others != row.theirs:
        found.append(_status(browser, method, row.others))
    return " ".join(found)


def _status(browser: Client, method: str, address: str) -> str:
    return str(browser.generic(method, address).status_code)


def _book(name: str, *, region: str) -> dict[str, Any]:
    """A customer with one record of every kind that an address names; each by what names it."""
    csm = person(f"{name} CSM", "csm", region="APJ")
    account = customer(name, region=region, cs_segment="strategic")
    assigned(account, csm)
    since = {"account": account, "known_from": SIGNED}
    plan = SuccessPlan.begin(account, by=csm, on=SIGNED, owner=csm, name=name)
    does.submit(plan, comment=None, by=csm, on=SIGNED)
    contact = Contact.objects.create(name="Petra", **since)
    share, _ = PlanShare.open(plan, contact=contact, by=csm, on=TODAY, days=30)
    cta = opened(account)
    asked = PriorityException.objects.create(
        direction="to_p1", category="other", justification="So", requested_on=SIGNED, **since
    )
    records = {
        "account": account,
        "call": PlannedCall.objects.create(host=csm, planned_for=TODAY, **since),
        "claim": CsmClaim.objects.create(user=csm, **since),
        "contact": contact,
        "cta": cta,
        "entry": TimelineEntry.log(account, type="update", subject="Hi", author=csm, on=SIGNED),
        "exception": asked,
        "growth": GrowthPlan.begin(account, by=csm, on=SIGNED),
        "objective": Objective.objects.create(plan=plan, name="Faster", **since),
        "onboarding": Onboarding.objects.create(started_on=SIGNED, **since),
        "opportunity": Opportunity.objects.create(name="More", **since),
        "override": _set_by_hand(account, csm),
        "triage": Triage.open(account, reason="So", by=csm, on=SIGNED),
        "escalation": Escalation.open(account, severity="low", reason="So", by=csm, on=SIGNED),
        "plan": plan,
        "share": share,
        "assessment": account.set_priority(1, by=csm, on=SIGNED),
        **_of_a_person(csm),
    }
    ids = {what: record.pk for what, record in records.items()}
    return {**ids, "id": cta.pk, "person": csm.pk, "company": 1, "of": account, **_of_operations()}


def _set_by_hand(account: Account, csm: User) -> Override:
    """Over for long: what it set stands no more."""
    return Override.objects.create(
        account=account, subject_id=account.pk, decision="health", value="green", reason="So",
        by=csm, starts_on=SIGNED, ends_on=SIGNED, known_from=SIGNED,
    )  # fmt: skip


def _of_a_person(csm: User) -> dict[str, Any]:
    away = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=3), "known_from": SIGNED}
    review = {"quarter_start_on": SIGNED, "known_from": SIGNED}
    return {
        "user": csm,
        "absence": Absence.objects.create(user=csm, **away),
        "review": PriorityReview.objects.create(user=csm, **review),
        "view": SavedView.objects.create(owner=csm, list_name="portfolio", name="Red"),
    }


def _of_operations() -> dict[str, Any]:
    """The same for both: a run and an import are of no account."""
    at = now()
    imported = ImportRun.objects.first() or ImportRun.objects.create(source="crm", started_at=at)
    kept = HandbookVersion.objects.get(is_current=True)
    run = Run.objects.first() or Run.objects.create(as_of=TODAY, handbook=kept, started_at=at)
    first = RecordHistory.objects.order_by("pk").values_list("pk", flat=True)[0]
    return {"import_run": imported.pk, "run": run.pk, "change": first}


def _with_acme(role: str, acme: Account) -> User:
    """Somebody in a role, to whom Acme is what accounts are to that role."""
    partner = Partner.objects.create(name=role, known_from=SIGNED)
    PartnerEngagement.objects.create(account=acme, partner=partner, known_from=SIGNED)
    user = person(f"A {role}", role, region="EMEA", partner=partner)
    AccountTeam.objects.create(
        account=acme, user=user, role="sa", is_primary=False, starts_on=SIGNED, known_from=SIGNED
    )
    if role == "csm_manager":
        user.team.set([acme.csm_on(TODAY)])
    return user
