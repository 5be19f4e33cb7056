"""For people at a terminal: each command fetches, makes one call down, and answers."""

from __future__ import annotations

import sys


def main() -> None:
    """The `greenbook` command. What was refused is said in one sentence; the exit code is 1."""
    from greenbook.cli.app import app
    from greenbook.cli.refusals import refusal

    try:
        app()
    except Exception as raised:
        says = refusal(raised)
        if says is None:
            raise
        print(says, file=sys.stderr)
        sys.exit(1)
