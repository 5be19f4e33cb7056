"""A small handbook about Acme and the like, to be changed one line at a time."""

from __future__ import annotations

from greenbook.handbook.book import Handbook
from greenbook.handbook.pages import AnyEdition, Page
from greenbook.handbook.problems import HandbookRefused, Problem
from greenbook.handbook.read import read_files

SETTINGS = """
[handbook]
name = "Small handbook"
fiscal_year = { starts_in_month = 2 }

[colours]
red = 25
yellow = 62.5
green = 87.5
"""

ACCOUNT = """-- grain: account
select
  a.id,
  a.today,  -- date: the day (clock)
  a.arr,  -- usd: ARR
  a.segment,  -- one of strategic | growth | commercial: CS segment (fixed)
  a.tier,  -- one of 1 | 2 | 3: tier
  a.in_triage,  -- yes/no: is in triage / is not in triage
  a.stages_in_use,  -- count: stages in use
  a.onboarding_day,  -- days or none: days since onboarding began (clock)
  a.uptier_months,  -- months or none: months until the uptier closes
  a.last_call_on,  -- date or none: last call
  a.last_call_on__known,
  a.assigned_on,  -- date: day the CSM was assigned
  a.gitlab_version,  -- version: version in use
  a.upside,  -- one of low | high: upside
  a.csm_id,  -- person or none: CSM
  a.summary  -- text or none: summary
from account a
"""

PERSON = """-- grain: person; account.csm_id
select
  p.id,
  p.today,  -- date: the day (clock)
  p.works_in  -- one of AMER | EMEA: region
from person p
"""

OPPORTUNITY = """-- grain: opportunity of account
select
  o.id,
  o.account_id,
  o.today,  -- date: the day (clock)
  o.amount,  -- usd: amount
  o.stage,  -- count: stage
  o.closes_on  -- date or none: close date
from opportunity o
"""

HEAD = """
kind    = "decision"
title   = "Priority"
decides = "priority"
values  = [1, 2, 3]
[[edition]]
from  = 2022-02-01
cites = "Handbook, line 1"
"""

RULES = """
[[edition.rule]]
name = "in triage"
when = "in_triage"
then = 1

[[edition.rule]]
name = "none of these"
then = 2
"""

PRIORITY = HEAD + RULES

BASE = {
    "handbook.toml": SETTINGS,
    "facts/account/all.sql": ACCOUNT,
    "facts/person/all.sql": PERSON,
    "facts/opportunity/all.sql": OPPORTUNITY,
}


def handbook(files: dict[str, str] | None = None, **pages: str) -> Handbook:
    """The small handbook with more files; `priority=…` is the page priority.toml."""
    more = {f"{name}.toml": text for name, text in pages.items()}
    return read_files({**BASE, **(files or {}), **more})


def problems(files: dict[str, str] | None = None, **pages: str) -> list[Problem]:
    """What is refused; empty when nothing is."""
    try:
        handbook(files, **pages)
    except HandbookRefused as refused:
        return [problem for problem in refused.problems if not problem.warning]
    return []


def only(found: list[Problem]) -> Problem:
    """The one problem there is."""
    assert len(found) == 1, "\n".join(map(str, found)) or "nothing was refused"
    return found[0]


def page(text: str, files: dict[str, str] | None = None) -> Page:
    return handbook({"page.toml": text, **(files or {})}).pages["page"]


def edition(text: str, files: dict[str, str] | None = None) -> AnyEdition:
    return page(text, files).editions[0]


def deciding(rules: str, *, above: str = "") -> str:
    """A decision page with these rules; `above` are keys of the edition."""
    return HEAD + above + rules


def when(condition: str, *, above: str = "") -> str:
    """A decision page whose first rule has this condition."""
    rule = f'[[edition.rule]]\nname = "asked"\nwhen = "{condition}"\nthen = 1\n'
    return deciding(rule, above=above)
