"""Works out runs and dies where it is told to: `python -m tests.automations.killable`.

Each line on its standard input is one run, as JSON: `lake`, `day`, `at`, and where to die: in which
`step`, after how many `statements` (told to the database) or how many `seconds`. All that is slow
is done before, once; each run is then a process of its own, forked and killed with SIGKILL.
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
from datetime import date, datetime
from tempfile import TemporaryDirectory
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
    """Look at everybody once, which writes nothing: then all is read, compiled and planned.

    What is planned has no threads of its own; Arrow begins its own anew in each child.
    """
    from django.db import connection

    import greenbook.automations.run
    from greenbook.decisions.extract import bulk_reader
    from greenbook.decisions.worked import work_out
    from greenbook.engine.duck import DuckEngine
    from greenbook.engine.lake import Lake
    from tests.few_pages import few_pages

    assert greenbook.automations.run
    with DuckEngine(threads=1) as engine, TemporaryDirectory() as nothing, bulk_reader() as read:
        work_out(engine, few_pages(), read, day=date(2026, 3, 3), lake=Lake(nothing))
    connection.close()


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
    from django.db.backends.signals import connection_created

    from greenbook.automations import parts
    from greenbook.automations.run import run_everybody
    from greenbook.engine.duck import DuckEngine
    from greenbook.engine.lake import Lake
    from tests.few_pages import few_pages

    parts.PART = 2  # of five accounts: two connections are at work
    death = Death(order)
    connection_created.connect(death.watch)
    run_everybody(
        day=date.fromisoformat(order["day"]),
        now=lambda: datetime.fromisoformat(order["at"]),
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

    def watch(self, connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(self.counting)

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
