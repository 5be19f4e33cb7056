"""Writes the references that come from the code: `python -m tests.docs.generate`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from greenbook.handbook.facts import Fact
from tests.docs.page_kinds import page_kinds
from tests.shipped import shipped

DOCS = Path(__file__).parents[2] / "docs"


def documents() -> dict[str, str]:
    """The text of every generated document by its file's name."""
    return {
        "page-kinds.md": page_kinds(),
        "facts.md": facts(),
        "records.md": records(),
        "cli.md": commands(),
    }


def facts() -> str:
    """Every fact of the shipped handbook by grain."""
    return "\n".join(_facts()) + "\n"


def _facts() -> Iterator[str]:
    yield "# Facts of the shipped handbook\n"
    yield "Every fact by grain, as the comments behind the columns say it. *Or none*: no value is a"
    yield "known absence; otherwise no value is unknown. `fixed` can not be changed by anybody,"
    yield "`clock` moves by itself, `ours` is ours to act on, `only up` can not go back.\n"
    for grain, subjects in shipped().facts.subjects.items():
        yield f"## {grain}\n"
        for subject in subjects:
            yield f"[{subject.file}](../src/greenbook/packs/gitlab/{subject.file})\n"
            yield "| fact | type | says | |"
            yield "|---|---|---|---|"
            yield from map(_fact, subject.columns.values())
            yield ""
    yield "## Links\n"
    for link in shipped().facts.links:
        yield f"- `{link.column}` of {link.finer} leads to {link.coarser}"


def _fact(fact: Fact) -> str:
    type_ = f"{fact.type}{' or none' if fact.or_none else ''}".replace("|", "\\|")
    says = " / ".join(fact.phrases) if fact.phrases else fact.label
    return f"| `{fact.name}` | {type_} | {says} | {', '.join(sorted(fact.flags))} |"


def records() -> str:
    """Every record kind with its fields and steps."""
    _set_up_django()
    return "\n".join(_records()) + "\n"


def _records() -> Iterator[str]:
    from greenbook.inputs.kinds import stored_kinds
    from greenbook.records.registry import facts_name, record_model

    yield "# Records\n"
    yield "Every kind of record, its fields and its steps. Beside its own, each record has `id`,"
    yield "`source` and `external_id` (the system it comes from and its id there),"
    yield "`happened_on` (the day it took place), `known_from` (since when it is known),"
    yield "`reconstructed` (that day was worked out) and `import_run`. A field that may be empty is"
    yield "unknown when it is. Facts SQL reads a record under the name in brackets. How records are"
    yield "written as text: [book-format.md](book-format.md).\n"
    for name, kind in sorted(stored_kinds().items()):
        model = record_model(name)
        yield f"## {name}\n\n{kind.about} (`{facts_name(model)}`)\n"
        yield "| field | holds | |"
        yield "|---|---|---|"
        for field in kind.mappable.values():
            if field.name != "happened_on":
                yield f"| `{field.name}` | {field.says} | {'' if field.null else 'never empty'} |"
        if steps := ", ".join(f"`{step}`" for step in _steps(model)):
            yield f"\nSteps: {steps}."
        if rules := ", ".join(f"`{each.name}`" for each in _constraints(model)):
            yield f"\nHeld by the database: {rules}."
        yield ""


def _steps(model: type) -> list[str]:
    """The public methods that say who or when."""
    return [
        name
        for name, method in vars(model).items()
        if not name.startswith("_") and {"by", "on"} & set(_arguments(method))
    ]


def _arguments(method: Any) -> tuple[str, ...]:
    code = getattr(getattr(method, "__func__", method), "__code__", None)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()


def _constraints(model: Any) -> list[Any]:
    return sorted(model._meta.constraints, key=lambda each: each.name)


def commands() -> str:
    """Every command with its arguments and options."""
    import typer

    from greenbook.cli.app import app

    return "\n".join(_command("greenbook", typer.main.get_command(app), level=1)) + "\n"


def _command(name: str, command: Any, *, level: int) -> Iterator[str]:
    yield f"{'#' * level} {name}\n\n{' '.join((command.help or '').split())}\n"
    if shown := [each for each in command.params if each.name != "help"]:
        yield "| | holds | |"
        yield "|---|---|---|"
        yield from map(_parameter, shown)
        yield ""
    for inner, each in getattr(command, "commands", {}).items():
        yield from _command(f"{name} {inner}", each, level=min(level + 1, 3))


def _parameter(each: Any) -> str:
    is_option = each.param_type_name == "option"
    spelt = ", ".join((*each.opts, *each.secondary_opts)) if is_option else _place(each)
    holds = "" if getattr(each, "is_flag", False) else each.metavar or _form(each)
    said = [each.help or "", "Required." if each.required else "", _default(each)]
    return f"| `{spelt}` | {holds} | {' '.join(filter(None, said))} |"


def _form(each: Any) -> str:
    """What it holds, in words: text, number, path."""
    said = str(each.type_descriptor.annotation)
    words = {"Path": "path", "int": "number", "float": "number"}
    return next((word for name, word in words.items() if name in said), "text")


def _place(each: Any) -> str:
    return (each.metavar or each.name.upper()).strip("[].…")


def _default(each: Any) -> str:
    plain = isinstance(each.default, str | int | float) and not isinstance(each.default, bool)
    return f"Default: `{each.default}`." if plain else ""


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


if __name__ == "__main__":
    for name, text in documents().items():
        (DOCS / name).write_text(text, encoding="utf-8")
