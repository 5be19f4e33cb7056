"""The numbered rules of a specification: `python -m tests.docs.rule_ids FOLDER`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

#: Families whose rules are rows of a table, and those that stand in running text.
IN_TABLES = [
    "SEG",
    "ASG",
    "PRJ",
    "TRN",
    "PTR",
    "ONB",
    "DIG",
    "TTV",
    "CMD",
    "PRI",
    "CAD",
    "NEN",
    "EBR",
    "WKS",
    "RTB",
    "ADO",
    "SPL",
    "AGP",
    "RNW",
    "RSK",
    "EXE",
    "DIS",
    "PER",
    "QNA",
    "HND",
    "PTO",
    "CSE",
    "MGR",
    "OPP",
    "N",
    "C",
    "A",
]
IN_TEXT = ["PSV", "QBR", "RTR", "OKR", "TOOL"]
#: Sections that are reading guides, or whose rows are listed one by one.
LEFT_OUT = {"0.1", "0.2", "0", "17", "18", "19", "20", "A3"}


def rule_ids(specification: Path) -> list[str]:
    """Every id, in the order of the documents."""
    engagement = (specification / "engagement.md").read_text()
    operations = (specification / "operations.md").read_text()
    health = (specification / "health.md").read_text()
    return [
        *rules(engagement),
        *(f"example {n}" for n in re.findall(r"^(\d+)\. ", engagement.split("## 20.")[1], re.M)),
        *(f"engagement {n}" for n in sections(engagement, r"\d+")),
        *re.findall(r"^\| (R\d+) ", operations, re.M),
        *re.findall(r"^\| (Q\d+) ", operations, re.M),
        *(f"operations {n}" for n in sections(operations, r"(?:[AB]\.?)?\d+")),
        *(f"health {n}" for n in sections(health, r"\d+")),
    ]


def rules(text: str) -> Iterator[str]:
    for family in IN_TABLES:
        yield from sorted(set(re.findall(rf"^\| ({family}-\d+)†? \|", text, re.M)))
    for family in IN_TEXT:
        yield from sorted(set(re.findall(rf"\b({family}-\d+)\b", text)))


def sections(text: str, number: str) -> Iterator[str]:
    """The numbered sections that hold no numbered section themselves."""
    found = re.findall(rf"^##+ ({number}(?:\.\d+)?)\.? ", text, re.M)
    around = {each.rpartition(".")[0] for each in found}
    yield from (each for each in found if each not in around | LEFT_OUT)


if __name__ == "__main__":
    print("\n".join(rule_ids(Path(sys.argv[1]))))
