"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day, as YYYY-MM-DD; else today.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
By = Annotated[
    str, typer.Option("--by", metavar="PERSON", help="Who does it: username, email or name.")
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it is done on; else today.")
]
AccountName = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="An account by id, external id or name.")
]
