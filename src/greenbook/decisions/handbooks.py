"""Handbooks as they were loaded: kept by the hash of their text, read once a process."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from greenbook.handbook.book import Handbook
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


def not_worked_out_yet(handbook: Handbook) -> frozenset[str]:
    """What it decides otherwise than the one by which everybody was worked out last, if ever."""
    runs = Run.objects.filter(scope="all", status="finished").order_by("-as_of", "-pk")
    last = runs.values_list("handbook", flat=True).first()
    if last in (None, handbook.hash):
        return frozenset()
    then, names = by_hash(last), {page.decides for page in handbook.pages.values()}
    return frozenset(name for name in names if handbook.deciding(name) != then.deciding(name))


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
