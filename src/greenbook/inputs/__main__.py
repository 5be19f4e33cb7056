"""Writes the references of mappings and of the book into `docs/`, in a checkout of Greenbook."""

from __future__ import annotations

import os
from pathlib import Path

import django


def main() -> None:
    """Write `docs/mapping.md` and `docs/book-format.md`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenbook.config.settings")
    django.setup()
    from greenbook.inputs.reference import book_reference, mapping_reference

    docs = Path("docs")
    (docs / "mapping.md").write_text(mapping_reference(), encoding="utf-8")
    (docs / "book-format.md").write_text(book_reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
