"""Who stands above whom: nobody above themselves.

The database refuses a circle too (`sql/hierarchy.sql`); this says it before, and by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key", int, str)


def circle_from(start: Key, above: Mapping[Key, Key | None]) -> list[Key] | None:
    """The circle that the chain above `start` runs into, from first to last, or None."""
    path: dict[Key, None] = {}
    here: Key | None = start
    while here is not None and here not in path:
        path[here] = None
        here = above.get(here)
    if here is None:
        return None
    chain = list(path)
    return chain[chain.index(here) :]


def circles(above: Mapping[Key, Key | None]) -> Iterator[list[Key]]:
    """Every circle in a whole hierarchy, once each: for imports, before anything is written."""
    clear: set[Key] = set()
    for start in above:
        path: dict[Key, None] = {}
        here: Key | None = start
        while here is not None and here not in clear and here not in path:
            path[here] = None
            here = above.get(here)
        if here is not None and here in path:
            chain = list(path)
            yield chain[chain.index(here) :]
        clear.update(path)
