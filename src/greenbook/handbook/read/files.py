"""Reads a handbook's folder into texts, and TOML texts into tables; nothing raises a traceback."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from greenbook.handbook.problems import Findings, Place
from greenbook.handbook.read.keys import Table
from greenbook.handbook.read.toml_lines import find_lines

LARGEST = 1024 * 1024  # bytes
ENDINGS = (".toml", ".sql", ".md")


def read_folder(folder: Path, findings: Findings) -> dict[str, str]:
    """Every file of the handbook by its path in the folder, in order."""
    if not folder.is_dir():
        findings.refuse(Place(str(folder)), "there is no such folder", code="missing-file")
        return {}
    texts = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix in ENDINGS and not _hidden(name):
            text = _read(path, name, findings)
            if text is not None:
                texts[name] = text
    return texts


def read_toml(file: str, text: str, findings: Findings) -> Table | None:
    """The file as a table, or None after saying where its TOML breaks off."""
    if len(text) > LARGEST:
        _refuse_large(file, findings)
        return None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        says = re.sub(r" \(at .*\)$", "", str(error))
        findings.refuse(Place(file, _line(error, text)), f"this is not TOML: {says}", code="toml")
        return None
    except RecursionError:
        findings.refuse(Place(file), "this is not TOML: it is nested too deep", code="toml")
        return None
    return Table(file, values, find_lines(text), findings)


def _read(path: Path, name: str, findings: Findings) -> str | None:
    try:
        if path.stat().st_size > LARGEST:
            _refuse_large(name, findings)
            return None
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        says = f"byte {error.start} is not UTF-8: save the file as UTF-8"
        findings.refuse(Place(name, line), says, code="encoding")
    except OSError as error:
        says = f"the file can not be read: {error.strerror}"
        findings.refuse(Place(name), says, code="missing-file")
    return None


def _refuse_large(file: str, findings: Findings) -> None:
    findings.refuse(Place(file), "the file is larger than 1 MiB", code="too-large")


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _line(error: tomllib.TOMLDecodeError, text: str) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.count("\n") + 1
