"""What an import did, or would do: counts by kind, refusals, and what is odd."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from greenbook.inputs.problems import Refusal

SHOWN = 20


@dataclass(slots=True)
class KindCounts:
    """Records of one kind. `refused` counts rows of files; `fields`: how often each changed."""

    kind: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "changed_fields": self.fields,
        }


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that can stand but that somebody should look at; `gap`: something not known."""

    says: str
    count: int
    examples: tuple[str, ...] = ()
    gap: bool = False

    def __str__(self) -> str:
        shown = f" ({', '.join(self.examples)}{', …' if self.count > len(self.examples) else ''})"
        return f"{self.count:,} {self.says}{shown if self.examples else ''}"

    def as_json(self) -> dict[str, Any]:
        return {"says": self.says, "count": self.count, "examples": list(self.examples)}


@dataclass(slots=True)
class ImportReport:
    """`state`: `previewed` or `applied`. `run` is None for a preview."""

    state: str
    source: str
    run: int | None = None
    kinds: list[KindCounts] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    unused_columns: dict[str, list[str]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    refused_files: list[str] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    more_refused: bool = False

    @property
    def changes(self) -> int:
        """How many records are new or different."""
        return sum(kind.created + kind.changed for kind in self.kinds)

    def as_json(self) -> dict[str, Any]:
        """The keys are described in `docs/guides/import.md`."""
        return {
            "state": self.state,
            "run": self.run,
            "source": self.source,
            "files": self.files,
            "records": {kind.kind: kind.as_json() for kind in self.kinds},
            "left_out": self.left_out,
            "unused_columns": self.unused_columns,
            "refused": [refusal.as_json() for refusal in self.refusals],
            "refused_files": self.refused_files,
            "oddities": [each.as_json() for each in self.oddities if not each.gap],
            "gaps": [each.as_json() for each in self.oddities if each.gap],
        }

    def __str__(self) -> str:
        return "\n".join([*self._head(), *self._table(), *self._rest()])

    def _head(self) -> list[str]:
        did = "Would import" if self.state == "previewed" else f"Import {self.run}:"
        read = ", ".join(f"{name} ({rows:,} rows)" for name, rows in self.files.items())
        return [f"{did} {self.source} from {read}", ""]

    def _table(self) -> list[str]:
        lines = [f"{'':24}{'created':>10}{'changed':>10}{'unchanged':>11}{'refused':>10}"]
        for k in self.kinds:
            name = k.kind.replace("_", " ")
            lines.append(
                f"{name:24}{k.created:>10,}{k.changed:>10,}{k.unchanged:>11,}{k.refused:>10,}"
            )
        return lines

    def _rest(self) -> list[str]:
        unused = [f"{file}: {', '.join(names)}" for file, names in self.unused_columns.items()]
        left_out = [f"{count:,} rows of {what}" for what, count in self.left_out.items()]
        refused = [str(refusal) for refusal in self.refusals[:SHOWN]]
        if len(self.refusals) > SHOWN:
            refused.append(f"… and {len(self.refusals) - SHOWN:,} more")
        parts = {
            "Odd, but taken": [str(each) for each in self.oddities if not each.gap],
            "Not known": [str(each) for each in self.oddities if each.gap],
            "Columns not used": unused,
            "Left out by a condition": left_out,
            "Refused": refused,
            "Put these right and import them again": self.refused_files,
        }
        return [
            line
            for title, lines in parts.items()
            if lines
            for line in ("", f"{title}:", *(f"  {each}" for each in lines))
        ]
