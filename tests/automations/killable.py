"""Works out runs and dies where it is told to: `python -m tests.automations.killable`.

Each line on its standard input is one run, as JSON: `database`, `lake`, `day`, and where to die:
in which `step`, after how many `statements` (told to the database) or how many `seconds`. All that
is slow is done before, once; each run is then a process of its own, forked and killed with SIGKILL.
For each line one line comes back: the signal it died of, or 0.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

Order = dict[str, Any]


def main() -> None:
    """Prepare once, then fork for every order."""
    import django

    django.setup()
    _prepare()
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else -status, flush=True)


def _prepare() -> None:
    """Read, parse and compile the handbook, which takes longest; nothing here starts a thread."""
    import greenbook.automations.run
    from greenbook.decisions.tables import tables_read
    from greenbook.engine.editions import program_on
    from greenbook.engine.literals import placeholders
    from tests.few_pages import few_pages

    assert greenbook.automations.run
    program_on(few_pages(), date(2026, 3, 3))
    for subjects in few_pages().facts.subjects.values():
        for subject in subjects:
            tables_read([subject.sql], {})
            placeholders(subject.sql)


def _live(order: Order) -> None:
    """The run of one order. The process ends here, one way or another."""
    code = 1
    try:
        _run(order)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _run(order: Order) -> None:
    from django.db import connection

    from greenbook.automations.run import run_everybody
    from greenbook.engine.duck import DuckEngine
    from greenbook.engine.lake import Lake
    from tests.automations.conftest import NOON
    from tests.few_pages import few_pages

    connection.settings_dict["NAME"] = order["database"]
    death = Death(order)
    with connection.execute_wrapper(death.counting):
        run_everybody(
            day=date.fromisoformat(order["day"]),
            now=lambda: NOON,
            handbook=few_pages(),
            lake=Lake(order["lake"]),
            engine=DuckEngine(threads=1),
            tell=death.told,
        )


class Death:
    """Comes in a step: at once, before a statement that is counted from there, or by the clock."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.statements_left: int | None = None

    def told(self, step: str) -> None:
        if step != self.order.get("step"):
            return
        if "seconds" in self.order:
            threading.Timer(self.order["seconds"], self.come).start()
        else:
            self.statements_left = self.order.get("statements", 0)

    def counting(self, execute: Callable[..., Any], *statement: Any) -> Any:
        if self.statements_left is not None:
            self.statements_left -= 1
            if self.statements_left < 0:
                self.come()
        return execute(*statement)

    def come(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
