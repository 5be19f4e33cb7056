"""The key decisions: what the database keeps of every account, and whose changes it keeps."""

from __future__ import annotations

from greenbook.decisions.worked import Worked
from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page


def key_decisions(worked: Worked) -> list[str]:
    """The handbook's key decisions that an account has on the day."""
    rulings = worked.program.rulings
    return [
        name
        for name in worked.handbook.key_decisions
        if name in rulings and rulings[name].grain == "account"
    ]


def key_columns(worked: Worked) -> list[str]:
    """Every column of the key decisions but the numbers of their rules, and of every other rhythm
    what is owed and when: whatever is owed stands on somebody's page of the day."""
    keys, owed = set(key_decisions(worked)), _owed_columns(worked.handbook)
    return [
        output.name
        for output in worked.program.outputs["account"]
        if (output.decides in keys and not output.name.endswith("__rule")) or output.name in owed
    ]


def _owed_columns(handbook: Handbook) -> set[str]:
    parts = ("", "__known", "__due", "__limit", "__every", "__at_most")
    of_rhythms = {f"{page.decides}{part}" for page in rhythms(handbook) for part in parts}
    return of_rhythms | {late(page) for page in clocks(handbook)}


def rhythms(handbook: Handbook) -> list[Page]:
    """What is owed to an account again and again."""
    pages = handbook.pages.values()
    return [page for page in pages if page.kind == "rhythm" and page.grain == "account"]


def clocks(handbook: Handbook) -> list[Page]:
    """What counts an account's days towards a goal, and may be late."""
    pages = handbook.pages.values()
    return [p for p in pages if p.kind == "kpi" and p.grain == "account" and p.unit == "days"]


def late(clock: Page) -> str:
    """The column that says whether a clock is late."""
    return f"{clock.decides}__late"


def standing_pages(handbook: Handbook) -> list[Page]:
    """The pages of accounts whose words stand with the account: lists filter by them, and they are
    counted."""
    keys = [page for name in handbook.key_decisions for page in handbook.deciding(name)[:1]]
    of_accounts = [page for page in keys if page.grain == "account"]
    every = [*of_accounts, *rhythms(handbook), *clocks(handbook)]
    return list({page.decides: page for page in reversed(every)}.values())[::-1]


def remembered(worked: Worked) -> list[str]:
    """The decisions of which it is known since when they stand: key ones, and those pages ask."""
    asked = {name.removeprefix("since__") for name in worked.program.since_used["account"]}
    return [*key_decisions(worked), *sorted(asked - set(key_decisions(worked)))]
