"""The parts of the book: customers by region and segment, and how big a CSM's book is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Customers of one region, sector and segment; `share` of 250, `book` a CSM or CSE."""

    key: str
    region: str
    segment: str
    share: int
    book: int
    public: bool = False

    @property
    def has_csms(self) -> bool:
        return self.segment in ("strategic", "growth", "commercial")


GROUPS = (
    Group("AMER strategic", "AMER", "strategic", 26, 14),
    Group("AMER growth", "AMER", "growth", 20, 26),
    Group("AMER commercial", "AMER", "commercial", 20, 40),
    Group("AMER public", "AMER", "strategic", 14, 15, public=True),
    Group("EMEA strategic", "EMEA", "strategic", 45, 16),
    Group("EMEA growth", "EMEA", "growth", 26, 30),
    Group("EMEA commercial", "EMEA", "commercial", 22, 45),
    Group("APJ strategic", "APJ", "strategic", 14, 16),
    Group("APJ growth", "APJ", "growth", 14, 30),
    Group("APJ commercial", "APJ", "commercial", 13, 45),
    Group("AMER scale", "AMER", "scale", 9, 400),
    Group("EMEA scale", "EMEA", "scale", 9, 400),
    Group("APJ digital", "APJ", "digital", 9, 1_000),
    Group("AMER digital", "AMER", "digital", 9, 1_000),
)
BY_KEY = {group.key: group for group in GROUPS}
WHOLE = sum(group.share for group in GROUPS)


def sizes(accounts: int) -> dict[str, int]:
    """How many of `accounts` each group has; the first one takes what rounding leaves."""
    found = {group.key: accounts * group.share // WHOLE for group in GROUPS}
    found[GROUPS[0].key] += accounts - sum(found.values())
    return found
