"""What people do in a day's work: look at pages, log a call, see that it is owed no more."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from benchmarks.web_visitor import Answer, Visitor, WentWrong

#: Seconds between two clicks: of somebody who reads what they see, and of somebody who does not.
AT_WORK, IN_A_HURRY = (2, 8), (0.5, 1.5)
LOOKS_AGAIN = 0.2  # seconds after a call was logged, until it is worked out
GIVES_UP = 30
WORKING = "it is being worked out"
SAVED = "call saved, until the account shows it worked out"
#: How often somebody does what: of a CSM, for one call that is logged.
CSM = {
    "Today": 3, "Portfolio": 2, "Account": 4, "Trace panel": 2, "What is owed": 1, "Search": 1,
    "Log a call": 1,
}  # fmt: skip
MANAGER = {
    "Today, a manager": 3, "Portfolio, team": 3, "Account": 3, "Trace panel": 1, "Team": 2,
    "Onboarding": 1, "Onboarding, numbers": 1,
}  # fmt: skip
LEADER = {
    "Portfolio, all": 4, "What is owed, all": 2, "Account": 4, "Trace panel": 1, "Numbers": 3,
    "Handbook": 1, "Open questions": 1,
}  # fmt: skip


@dataclass(slots=True)
class Seen:
    """Every page by name with how long it took and how large it was, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    logged: list[int] = field(default_factory=list)

    def page(self, name: str, answer: Answer) -> Answer:
        self.seconds[name].append(answer.seconds)
        self.sizes[name].append(answer.size)
        return answer


@dataclass(slots=True)
class Person:
    """Somebody at their screen, with the accounts they look at and the pages there are."""

    visitor: Visitor
    accounts: list[int]
    does: dict[str, int]
    pages: dict[str, str]
    chance: random.Random
    seen: Seen
    thinks: tuple[float, float] = AT_WORK

    def work(self, goes_on: Callable[[], bool]) -> None:
        """One thing after another, thinking before each: people do not all begin at one moment."""
        for what in self._things():
            time.sleep(self.chance.uniform(*self.thinks))
            if not goes_on():
                return
            try:
                self.do(what)
            except (WentWrong, OSError) as wrong:
                self.seen.wrong[f"{what}: {wrong}"] += 1

    def _things(self) -> Iterator[str]:
        known = {each: n for each, n in self.does.items() if each in self.pages}
        round_ = [each for each, many in known.items() for _ in range(many)]
        while True:
            self.chance.shuffle(round_)
            yield from round_

    def do(self, what: str) -> None:
        account = self.chance.choice(self.accounts)
        path = self.pages[what].format(account=account)
        if what == "Log a call":
            self._log_a_call(path, account)
        else:
            self.seen.page(what, self.visitor.look(path, part=what == "Trace panel"))

    def _log_a_call(self, path: str, account: int) -> None:
        form = self.seen.page("Log: the form", self.visitor.look(path))
        fields = {"type": "customer_call", "meeting_type": "cadence_call"}
        fields |= {"happened_on": date.today().isoformat(), "subject": "Call", **form.hidden}
        began = time.perf_counter()
        answer = self.seen.page("Log: save", self.visitor.send(path, **fields))
        self.seen.page("Log: what it changed", self.visitor.look(answer.location))
        self._until_worked_out(account, began)

    def _until_worked_out(self, account: int, began: float) -> None:
        page = self.pages["Account"].format(account=account)
        while WORKING in self.seen.page("Account", self.visitor.look(page)).text:
            if time.perf_counter() - began > GIVES_UP:
                raise WentWrong(f"account {account} is not worked out after {GIVES_UP} s")
            time.sleep(LOOKS_AGAIN)
        self.seen.seconds[SAVED].append(time.perf_counter() - began)
        self.seen.logged.append(account)
