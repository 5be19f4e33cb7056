"""Files that somebody uploaded to be imported: a folder each, until they are applied or too old."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

MAPPING = "mapping.toml"
#: Endings that an import reads; anything else is not kept.
READ = (".csv", ".tsv", ".txt", ".parquet", ".jsonl", ".json")
OLD = timedelta(days=7)


class NotReadable(ValueError):
    """A file of a kind that an import does not read."""


class Sent(Protocol):
    """A file as a form sends it."""

    name: str

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """`folder` holds the files, and the mapping where there is one."""

    key: UUID
    folder: Path

    @property
    def files(self) -> list[Path]:
        """What was sent; files of refused rows that an import wrote beside them are left out."""
        sent = (each for each in self.folder.iterdir() if each.name != MAPPING)
        return sorted(each for each in sent if ".refused" not in each.name)

    @property
    def mapping(self) -> Path | None:
        file = self.folder / MAPPING
        return file if file.exists() else None

    def map_by(self, text: str) -> None:
        """Take this text as the mapping."""
        (self.folder / MAPPING).write_text(text, encoding="utf-8")


def keep(root: Path, files: Iterable[Sent], *, mapping: str = "", now: datetime) -> Upload:
    """Keep the files in a new folder below `root`, by their bare names; let old folders go."""
    sent = list(files)
    for each in sent:
        if Path(each.name).suffix.lower() not in READ:
            raise NotReadable(f"{each.name}: an import reads {', '.join(READ)}.")
    forget_old(root, now=now)
    key = uuid4()
    upload = Upload(key, root / str(key))
    upload.folder.mkdir(parents=True)
    for each in sent:
        with (upload.folder / Path(each.name).name).open("wb") as file:
            file.writelines(each.chunks())
    if mapping.strip():
        upload.map_by(mapping)
    return upload


def kept(root: Path, key: UUID) -> Upload | None:
    """What was uploaded under a key, while it is kept."""
    upload = Upload(key, root / str(key))
    return upload if upload.folder.is_dir() else None


def forget_old(root: Path, *, now: datetime) -> None:
    """Let uploads go that nobody came back to."""
    for folder in root.iterdir() if root.is_dir() else ():
        if datetime.fromtimestamp(folder.stat().st_mtime, now.tzinfo) < now - OLD:
            shutil.rmtree(folder, ignore_errors=True)
