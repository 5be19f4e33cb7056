"""The key that signs sessions: made once for a home, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key of this home; made on the first call. `GREENBOOK_SECRET_KEY` stands above it."""
    file = home / "secret-key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        own = home / f"secret-key.{os.getpid()}"
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # whoever comes first; the others take that one
            os.link(own, file)
        own.unlink()
    return file.read_text()
