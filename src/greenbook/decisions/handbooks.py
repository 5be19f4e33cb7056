"""Handbooks as they were loaded: kept by the hash of their text, read once a process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import Page
from greenbook.handbook.read import read_files, read_handbook
from greenbook.records.models import HandbookVersion, Run

#: Reading one takes a second or two.
AT_HAND = 8
_at_hand: dict[str, Handbook] = {}


class NoHandbook(Exception):
    """No handbook was ever loaded, or none with that hash."""


def adopt(folder: Path, *, at: datetime) -> Handbook:
    """Read the handbook in `folder` and make it the current one. Raises HandbookRefused."""
    handbook = read_handbook(folder)
    keep(handbook, at=at)
    return handbook


def keep(handbook: Handbook, *, at: datetime) -> None:
    """Make a handbook that was read the current one."""
    with transaction.atomic():
        HandbookVersion.objects.filter(is_current=True).exclude(hash=handbook.hash).update(
            is_current=False
        )
        HandbookVersion.objects.update_or_create(
            hash=handbook.hash,
            defaults={"is_current": True},
            create_defaults={
                "name": handbook.name,
                "files": dict(handbook.files),
                "loaded_at": at,
                "is_current": True,
            },
        )
    _keep_at_hand(handbook)


def current() -> Handbook:
    """The handbook in use: the one last adopted."""
    version = HandbookVersion.objects.filter(is_current=True).values_list("hash").first()
    if version is None:
        raise NoHandbook("No handbook is loaded yet: `greenbook run` loads the one in use.")
    return by_hash(version[0])


def current_or_none() -> Handbook | None:
    """The handbook in use; none in a house that has not loaded one yet."""
    try:
        return current()
    except NoHandbook:
        return None


def last_used() -> Handbook | None:
    """The handbook by which everybody was worked out last."""
    runs = Run.objects.filter(scope="all", status="finished").order_by("-as_of", "-pk")
    last = runs.values_list("handbook", flat=True).first()
    return by_hash(last) if last else None


def not_worked_out_yet(handbook: Handbook) -> frozenset[str]:
    """What it decides that the one used last does not, or means something else by."""
    then = last_used()
    return _otherwise(handbook, then, _meaning) if then else frozenset()


def ruled_otherwise(handbook: Handbook, then: Handbook) -> frozenset[str]:
    """What two handbooks decide by pages that differ: the number of a rule is another's."""
    return _otherwise(handbook, then, lambda pages: pages)


def _meaning(pages: tuple[Page, ...]) -> object:
    """What a value stands for; of several pages also the rule that tells which of them spoke."""
    return pages if len(pages) > 1 else [(p.kind, p.grain, p.type, p.unit) for p in pages]


def _otherwise(
    handbook: Handbook, then: Handbook, what: Callable[[tuple[Page, ...]], object]
) -> frozenset[str]:
    if handbook.hash == then.hash:
        return frozenset()
    names = {page.decides for page in handbook.pages.values()}
    return frozenset(n for n in names if what(handbook.deciding(n)) != what(then.deciding(n)))


def by_hash(hash: str) -> Handbook:
    """A handbook by the hash of its text, as it was when it was loaded."""
    if hash in _at_hand:
        return _at_hand[hash]
    files = HandbookVersion.objects.filter(hash=hash).values_list("files", flat=True).first()
    if files is None:
        raise NoHandbook(f"No handbook with the hash {hash} was ever loaded.")
    return _keep_at_hand(read_files(files))


def _keep_at_hand(handbook: Handbook) -> Handbook:
    _at_hand[handbook.hash] = handbook
    for hash in list(_at_hand)[:-AT_HAND]:
        _at_hand.pop(hash, None)
    return handbook
