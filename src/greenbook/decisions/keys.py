"""The key decisions: what the database keeps of every account, and whose changes it keeps."""

from __future__ import annotations

from greenbook.decisions.worked import Worked


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
    keys, owed = set(key_decisions(worked)), _rhythm_columns(worked)
    return [
        output.name
        for output in worked.program.outputs["account"]
        if (output.decides in keys and not output.name.endswith("__rule")) or output.name in owed
    ]


def _rhythm_columns(worked: Worked) -> set[str]:
    rhythms = [page for page in worked.handbook.pages.values() if page.kind == "rhythm"]
    parts = ("", "__due", "__limit", "__every", "__at_most")
    return {f"{page.decides}{part}" for page in rhythms for part in parts}


def remembered(worked: Worked) -> list[str]:
    """The decisions of which it is known since when they stand: key ones, and those pages ask."""
    asked = {name.removeprefix("since__") for name in worked.program.since_used["account"]}
    return [*key_decisions(worked), *sorted(asked - set(key_decisions(worked)))]
