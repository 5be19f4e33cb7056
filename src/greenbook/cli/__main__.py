"""`python -m greenbook.cli`: the command, where it is not on the path."""

from __future__ import annotations

from greenbook.cli import main

main()
