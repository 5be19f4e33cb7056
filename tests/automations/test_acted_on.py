"""What rules change is read again after they acted: found in the code, held to the list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from greenbook.automations.merge import ACTED_ON
from greenbook.engagement import by_rule

WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "save"}
#: The record behind each model, as facts call it.
RECORDS = {
    model.__name__: model._meta.db_table.removeprefix("records_")
    for model in apps.get_app_config("records").get_models()
}


def test_every_record_that_a_rule_changes_is_read_again_and_no_other() -> None:
    [folder] = by_rule.__path__
    functions = [
        node
        for file in Path(folder).glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]
    written = {RECORDS[name] for each in functions for name in written_in(each) if name in RECORDS}
    assert written == set(ACTED_ON)


def written_in(function: ast.FunctionDef) -> Iterator[str]:
    """`copy_in(Cta, …)`, `Cta.objects…update(…)`, also by a name that the query was given."""
    called = {
        target.id: beginning(node.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == "copy_in":
            yield beginning(call.args[0])
        elif isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
            name = beginning(call.func)
            yield called.get(name, name)


def beginning(chain: ast.expr) -> str:
    """The first word of `Cta.objects.filter(…)`."""
    while isinstance(chain, ast.Attribute | ast.Call):
        chain = chain.value if isinstance(chain, ast.Attribute) else chain.func
    return chain.id if isinstance(chain, ast.Name) else ""
