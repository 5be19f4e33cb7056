"""Twenty people at their screens over real HTTP, and 100,000 accounts: each page, and how fresh."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from itertools import count
from pathlib import Path

from benchmarks import web_day, web_home, web_server
from benchmarks.table import Figure, limit
from benchmarks.timing import share, step
from benchmarks.web_day import AT_WORK, IN_A_HURRY, SAVED, Person, Seen
from benchmarks.web_visitor import Visitor

PORT = 8141
CSMS, MANAGERS, LEADERS = 14, 4, 2
WARM, WORKED, HURRIED = 60, 300, 120  # seconds
SAVED_MS, PAGE_MS, DASHBOARD_MS, PAGE_KB = 2_000, 100, 300, 150
BARS = {
    SAVED: SAVED_MS,
    "Today": PAGE_MS,
    "Today, a manager": PAGE_MS,
    "Portfolio": PAGE_MS,
    "Portfolio, team": PAGE_MS,
    "Portfolio, all": PAGE_MS,
    "Account": PAGE_MS,
    "What is owed": DASHBOARD_MS,
    "What is owed, all": DASHBOARD_MS,
    "Team": DASHBOARD_MS,
    "Numbers": DASHBOARD_MS,
    "Onboarding": DASHBOARD_MS,
    "Onboarding, numbers": DASHBOARD_MS,
    "Handbook": DASHBOARD_MS,
    "Open questions": DASHBOARD_MS,
}
PAGES = {
    "Today": "/",
    "Today, a manager": "/",
    "Portfolio": "/portfolio",
    "Portfolio, team": "/portfolio?of=team",
    "Portfolio, all": "/portfolio?of=all",
    "What is owed": "/portfolio/owed",
    "What is owed, all": "/portfolio/owed?of=all",
    "Account": "/accounts/{account}",
    "Trace panel": "/why/account/{account}/priority_decided",
    "Search": "/search?q=Customer+{account}",
    "Log a call": "/log?account={account}",
}
#: Pages that not every edition of the product has.
PERHAPS = {
    "Team": "team",
    "Numbers": "numbers",
    "Onboarding": "onboarding",
    "Onboarding, numbers": "onboarding_numbers",
    "Handbook": "handbook",
    "Open questions": "handbook_gaps",
}


def measure(*, home: Path, accounts: int = 100_000) -> list[Figure]:
    web_home.made_ready(home, accounts=accounts)
    with web_server.served(home, PORT):
        people = everybody(Seen())
        with step(f"{len(people)} people warm the server up, {WARM} s"):
            warming = all_at_once(people, IN_A_HURRY, seconds=WARM)
        with step(f"at work, {WORKED} s"):
            worked = all_at_once(people, AT_WORK, seconds=WORKED)
        with step(f"in a hurry, {HURRIED} s"):
            hurried = all_at_once(people, IN_A_HURRY, seconds=HURRIED)
        with step("one after the other, with nobody else there"):
            alone = one_by_one()
    still = still_late(worked.logged + hurried.logged)
    return [
        *said_of(worked, ""),
        *said_of(hurried, ", in a hurry"),
        *said_of(alone, ", nobody else there"),
        largest(worked),
        without_fault([warming, worked, hurried, alone], still),
    ]


def all_at_once(people: list[Person], thinks: tuple[float, float], *, seconds: float) -> Seen:
    """Everybody ends what they began: the first pages of a busy server may take long."""
    seen = Seen()
    for each in people:
        each.seen, each.thinks = seen, thinks
    until = time.monotonic() + seconds

    def goes_on() -> bool:
        return time.monotonic() < until

    threads = [threading.Thread(target=each.work, args=(goes_on,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def one_by_one() -> Seen:
    """Each page some times in a row, by one person of each kind: what a page costs by itself."""
    alone = Seen()
    for person in everybody(alone, csms=1, managers=1, leaders=1):
        for name in person.does:
            if name in person.pages and name != "Log a call":
                for _ in range(30):
                    person.do(name)
    return alone


def everybody(
    seen: Seen, *, csms: int = CSMS, managers: int = MANAGERS, leaders: int = LEADERS
) -> list[Person]:
    from greenbook.records.models import AccountTeam, User

    pages = PAGES | {name: found for name, word in PERHAPS.items() if (found := _address(word))}
    chance, seeds = random.Random(1), count(1)

    def signed_in(user: User, does: dict[str, int], accounts: list[int]) -> Person:
        visitor = Visitor(PORT)
        visitor.sign_in_as(user.pk)
        return Person(visitor, accounts, does, pages, random.Random(next(seeds)), seen)

    served_by = AccountTeam.objects.filter(role="csm", ends_on=None)
    people = []
    for role, many, does in (
        ("csm", csms, web_day.CSM),
        ("csm_manager", managers, web_day.MANAGER),
    ):
        users = list(User.objects.filter(works_as=role).order_by("pk"))
        for user in chance.sample(users, min(many, len(users))):
            whose = [user.pk, *user.team.values_list("pk", flat=True)]
            theirs = served_by.filter(user__in=whose).values_list("account_id", flat=True)
            people.append(signed_in(user, does, list(theirs)))
    leader = User.objects.get(username=web_home.LEADER)
    anywhere = list(served_by.values_list("account_id", flat=True))
    return people + [signed_in(leader, web_day.LEADER, anywhere) for _ in range(leaders)]


def _address(name: str) -> str | None:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def still_late(logged: list[int]) -> int:
    """Accounts with which a call was logged and for which one is still said to be overdue."""
    from greenbook.records.models import AccountStatus

    late = ["cadence_call=overdue", "cadence_call=breach"]
    return AccountStatus.objects.filter(account__in=logged, standing__overlap=late).count()


def said_of(seen: Seen, how: str) -> list[Figure]:
    return [said(name + how, took, BARS.get(name)) for name, took in sorted(seen.seconds.items())]


def said(name: str, took: list[float], bar: int | None) -> Figure:
    half = f" for 95 of 100; {share(took, 50):,.0f} ms for half, of {len(took)}"
    if bar is None:
        return Figure(name, f"{share(took, 95):,.0f} ms{half}")
    return limit(name, share(took, 95), bar, unit="ms", beside=half)


def largest(seen: Seen) -> Figure:
    name, size = max(
        ((name, max(sizes)) for name, sizes in seen.sizes.items()), key=lambda pair: pair[1]
    )
    kilobytes = size / 1000
    figure = f"{kilobytes:,.0f} kB: {name}"
    return Figure("the largest page", figure, "", f"<= {PAGE_KB} kB", kilobytes <= PAGE_KB)


def without_fault(all_seen: list[Seen], still: int) -> Figure:
    """Anything that went wrong fails the figure, whatever was quick."""
    wrong = sum((seen.wrong for seen in all_seen), Counter[str]())
    asked = sum(len(took) for seen in all_seen for took in seen.seconds.values())
    told = "; ".join(f"{many} x {what}" for what, many in wrong.most_common(3))
    figure = f"{wrong.total()} errors of {asked:,} pages, {still} calls still overdue. {told}"
    return Figure("without fault", figure, "", "0", not wrong and not still)
