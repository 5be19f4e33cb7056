"""Our list and account page beside creme-crm: as many organisations, one server kind, in turns."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import web_home, web_server
from benchmarks.table import Figure
from benchmarks.timing import step
from benchmarks.web_creme_home import CREME, Creme, environment
from benchmarks.web_visitor import Visitor

OURS, THEIRS = 8142, 8143
BROWSERS = 8  # each asks for the next page as soon as it has one
WARM, SECONDS, ROUNDS = 16, 15, 3
LIST_TIMES, PAGE_TIMES = 1.5, 2


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody signed in on one of the two, and the pages that they look at."""

    sign_in: Callable[[int], Visitor]
    list: Sequence[str]
    accounts: Sequence[str]


def measure(*, home: Path, accounts: int = 100_000) -> list[Figure]:
    web_home.made_ready(home, accounts=accounts)
    from greenbook.config.database import database_url

    creme = Creme(home, database_url())
    creme.made_ready(accounts=accounts, people=BROWSERS)
    ours, theirs = our_side(accounts), their_side(creme)
    command = creme.serving(THEIRS, processes=web_server.PROCESSES, threads=web_server.THREADS)
    with (
        web_server.served(home, OURS),
        web_server.serving(
            command,
            environment(),
            log=creme.folder / "serve.log",
            port=THEIRS,
            path="/creme_login/",
            folder=creme.project,
        ),
        step(f"{BROWSERS} browsers, {ROUNDS} times {SECONDS} s of each page on each side"),
    ):
        lists = in_turns(ours.sign_in, ours.list, theirs.sign_in, theirs.list)
        pages = in_turns(ours.sign_in, ours.accounts, theirs.sign_in, theirs.accounts)
    return [
        compared("list of all accounts, 50 rows a page", *lists, times=LIST_TIMES),
        compared("page of an account", *pages, times=PAGE_TIMES),
    ]


def our_side(accounts: int) -> Side:
    """A leader, who sees every account."""
    from greenbook.records.models import User

    leader = User.objects.get(username=web_home.LEADER).pk

    def sign_in(number: int) -> Visitor:
        visitor = Visitor(OURS)
        visitor.sign_in_as(leader)
        return visitor

    return Side(sign_in, ["/portfolio?of=all"], spread("/accounts/{}", range(1, accounts + 1)))


def their_side(creme: Creme) -> Side:
    """People who see everything; one in several browsers gets in their own way there."""

    def sign_in(number: int) -> Visitor:
        visitor = Visitor(THEIRS)
        name = f"visitor{number}"
        token = visitor.look("/creme_login/").hidden["csrfmiddlewaretoken"]
        visitor.send("/creme_login/", csrfmiddlewaretoken=token, username=name, password=name)
        return visitor

    return Side(
        sign_in, ["/persons/organisations"], spread("/persons/organisation/{}", creme.ids())
    )


def spread(path: str, ids: Sequence[int]) -> list[str]:
    """Some hundreds, from anywhere in the book."""
    return [path.format(id) for id in random.Random(1).sample(list(ids), 500)]


def in_turns(
    our_sign_in: Callable[[int], Visitor],
    ours: Sequence[str],
    their_sign_in: Callable[[int], Visitor],
    theirs: Sequence[str],
) -> tuple[float, float]:
    """Pages a second of both, after every process of both has answered some."""
    sides = [
        ([sign_in(number) for number in range(BROWSERS)], paths)
        for sign_in, paths in ((our_sign_in, ours), (their_sign_in, theirs))
    ]
    for visitors, paths in sides:
        for visitor in visitors:  # one at a time: creme's first pages do not bear company
            answered([visitor], paths, seconds=WARM / BROWSERS)
    rounds = [[answered(*side, seconds=SECONDS) for side in sides] for _ in range(ROUNDS)]
    ours_answered, theirs_answered = map(sum, zip(*rounds, strict=True))
    return ours_answered / (ROUNDS * SECONDS), theirs_answered / (ROUNDS * SECONDS)


def answered(visitors: Sequence[Visitor], paths: Sequence[str], *, seconds: float) -> int:
    """How many pages they got, one after another without a pause. A wrong answer raises."""
    for visitor in visitors:
        visitor.connect_anew()  # so that no round has all of them on one process
    until = time.monotonic() + seconds
    got = [0] * len(visitors)
    failed: list[Exception] = []

    def work(number: int) -> None:
        chance = random.Random(number)
        try:
            while time.monotonic() < until:
                visitors[number].look(chance.choice(paths))
                got[number] += 1
        except Exception as failure:
            failed.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(got)


def compared(what: str, ours: float, theirs: float, *, times: float) -> Figure:
    said = f"{ours:.1f} pages a second | creme-crm {CREME} {theirs:.1f}"
    ratio = ours / theirs
    return Figure(what, said, f"{ratio:.2f}x the throughput", f">= {times:g}x", ratio >= times)
