"""Small exports of a made-up CRM, and one call that imports them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from greenbook.engine.lake import Lake
from greenbook.inputs.apply import import_files
from greenbook.inputs.limits import USUAL, Limits
from greenbook.inputs.report import ImportReport

TODAY = date(2024, 6, 30)
MAPPING = """
source = "crm"

[files.people]
name = "people.csv"

[[record]]
kind = "user"
from = "people"
id   = "login"
[record.fields]
username = "login"
email    = "mail"

[files.companies]
name    = "companies.csv"
unknown = ["", "N/A"]

[[record]]
kind = "account"
from = "companies"
id   = "id"
known_from = "created"
[record.fields]
name      = "name"
region    = { column = "geo", values = { "North America" = "AMER", "Europe" = "EMEA" } }
arr_cents = { column = "arr", unit = "dollars" }
parent    = "parent"
summary   = "about"

[files.contracts]
name  = "contracts.csv"
dates = "%d.%m.%Y"

[[record]]
kind = "subscription"
from = "contracts"
id   = "number"
[record.fields]
account   = "company"
starts_on = "begin"
ends_on   = "end"

[files.calls]
name = "calls.csv"

[[record]]
kind = "timeline_entry"
from = "calls"
id   = ["company", "day"]
[record.fields]
account      = "company"
type         = { always = "customer_call" }
meeting_type = { always = "cadence_call" }
entry_source = { always = "import" }
happened_on  = "day"
subject      = "topic"

[files.team]
name = "team.csv"

[[record]]
kind = "account_team"
from = "team"
id   = ["company", "who", "from"]
[record.fields]
account   = "company"
user      = { column = "who", by = "email" }
role      = { always = "csm" }
starts_on = "from"
ends_on   = "to"

[files.usage]
name = "usage.csv"

[[record]]
kind = "usage_reading"
from = "usage"
id   = ["contract", "day", "metric"]
[record.fields]
subscription = "contract"
read_on      = "day"
metric       = "metric"
value        = "count"
"""
COMPANIES = """\
id,name,geo,arr,parent,about,created
C1,Acme,Europe,120000.50,,,2023-01-10
C2,Globex,North America,N/A,C1,"says ""hello"", twice",2023-02-01
C3,Initech,,,,,2023-03-01
"""
CONTRACTS = "number,company,begin,end\nS1,C1,01.02.2023,31.01.2025\nS2,C2,01.03.2023,\n"
CALLS = "company,day,topic\nC1,2024-05-02,Adoption\nC2,2024-05-03,Renewal\n"

Write = Callable[..., Path]
Bring = Callable[..., ImportReport]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def mapping(write: Write) -> Path:
    return write("mapping.toml", MAPPING)


@pytest.fixture
def bring(write: Write, mapping: Path, lake: Lake) -> Bring:
    """Import `name=content` files with the mapping above; options as `import_files` has them."""

    def bring(
        *, dry_run: bool = False, skip_refused: bool = False, on: date = TODAY,
        limits: Limits = USUAL, **files: str | bytes,
    ) -> ImportReport:  # fmt: skip
        paths = [write(f"{name}.csv", content) for name, content in files.items()]
        return import_files(
            paths, mapping=mapping, dry_run=dry_run, skip_refused=skip_refused, by=None, on=on,
            lake=lake, limits=limits,
        )  # fmt: skip

    return bring
