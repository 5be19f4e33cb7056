"""Two handbooks, one after the other: pages come, go, and decide something of another type."""

from __future__ import annotations

from functools import cache

from greenbook.handbook.book import Handbook
from greenbook.handbook.read import read_files
from tests.few_pages import few_pages

DAYS = "days_between(customer_start_on, today)"
EDITION = '[[edition]]\nfrom = 2022-02-01\ncites = "Team agreement"\n'


@cache
def earlier() -> Handbook:
    """What was agreed when everybody was worked out last."""
    key = ["mood", "level", "standup", "warmth"]
    return _with(EARLIER, key=key, counted={"mood": "bad", "door": "true"})


@cache
def later() -> Handbook:
    """What is agreed since then."""
    key = ["mood", "level", "standup", "visit", "trust"]
    return _with(LATER, key=key, counted={"level": "low", "doubt": "some"})


def _with(more: dict[str, str], *, key: list[str], counted: dict[str, str]) -> Handbook:
    files = dict(few_pages().files)
    named = ", ".join(f'"{name}"' for name in key)
    told = "".join(f'\n{name} = "{word}"' for name, word in counted.items())
    settings = files["handbook.toml"].replace("decisions = [", f"decisions = [{named},", 1)
    files["handbook.toml"] = settings.replace("[counted]", f"[counted]{told}", 1)
    return read_files(files | more)


def decision(title: str, values: str, says: str, *rules: tuple[str, str]) -> str:
    """Each rule is its condition and what it concludes; the last one needs none."""
    said = [
        f'[[edition.rule]]\nname = "case {n}"\nthen = {then}\n'
        + (f'when = "{when}"\n' if when else "")
        for n, (when, then) in enumerate(rules)
    ]
    return f"{_page('decision', title)}values = {values}\n[says]\n{says}\n{EDITION}{''.join(said)}"


def measure(title: str, green: str) -> str:
    rules = (
        f'[[edition.rule]]\nname = "much"\nwhen = "{green}"\nthen = "green"\n'
        '[[edition.rule]]\nname = "little"\nthen = "red"\n'
    )
    return _page("measure", title) + EDITION + rules


def rhythm(title: str, last: str) -> str:
    return (
        _page("rhythm", title) + f'unknown = "passes"\n{EDITION}last = "{last}"\n'
        'start = "customer_start_on"\n[edition.table]\nasks = ["region"]\ngives = ["every"]\n'
        'rows = [["any", "7 days"]]\n'
    )


def kpi(title: str, grain: str, value: str, *, unit: str = "count", where: str = "") -> str:
    counts = f'[edition.counts]\nmany = {{ of = "account", where = "{where}" }}\n' if where else ""
    return (
        _page("kpi", title) + f'grain = "{grain}"\nunit = "{unit}"\n{EDITION}value = "{value}"\n'
        f'met = "value >= $goal"\n[edition.parameters]\ngoal = 1\n{counts}'
    )


def cta(title: str, opens: str) -> str:
    return (
        _page("cta", title) + f'{EDITION}opens_when = "{opens}"\nonce_per = "today"\n'
        f'closes_when = "not ({opens})"\nowner = "csm"\npriority = "low"\n'
        f'subject = "{title} at {{account}}"\n'
    )


def _page(kind: str, title: str) -> str:
    decides = title.lower().replace(" ", "_")
    return f'kind = "{kind}"\ntitle = "{title}"\ndecides = "{decides}"\n'


def _says(*values: str) -> str:
    """`[says]` of a decision, in one way for all of them."""
    return "\n".join(f'{value} = "is {value}"' for value in (*values, "none"))


EARLIER = {
    "facts/account/visits.sql": """-- grain: account
-- Whether they were visited.
with visited as (
  select distinct account_id from timeline_entry where type = 'in_person_meeting'
)
select
  a.id,
  v.account_id is not null as visits  -- yes/no: was visited / was never visited
from account a left join visited v on v.account_id = a.id
""",
    "grown/seen.toml": decision(
        "Seen",
        '["seen", "unseen"]',
        _says("seen", "unseen"),
        ("visits", '"seen"'),
        ("", '"unseen"'),
    ),
    "grown/mood.toml": decision(
        "Mood", '["good", "bad"]', _says("good", "bad"), ("arr > 1", '"bad"'), ("", '"good"')
    ),
    "grown/level.toml": decision("Level", "[1, 2]", _says("1", "2"), ("arr > 1", "1"), ("", "2")),
    "grown/size.toml": decision("Size", "[1, 2]", _says("1", "2"), ("arr > 1", "1"), ("", "2")),
    "grown/door.toml": decision(
        "Door", "[true, false]", _says("yes", "no"), ("arr > 1", "true"), ("", "false")
    ),
    "grown/standup.toml": rhythm("Standup", "last_call_on"),
    "grown/held.toml": kpi("Held", "account", "arr", unit="usd"),
    "grown/known_for.toml": kpi("Known for", "account", DAYS, unit="days"),
    "grown/carried.toml": kpi("Carried", "person", "accounts_held"),
    "grown/owns.toml": kpi("Owns", "person", "ctas_open"),
    "grown/customers.toml": kpi("Customers", "company", "many", where="csm_owned"),
    "grown/served.toml": kpi("Served", "company", "many", where="csm_assigned"),
    "grown/leaving.toml": cta("Leaving", "arr > 1"),
    "grown/warmth.toml": measure("Warmth", "arr > 1"),
}

#: A fact that was yes or no is a count, one is new; words have become numbers and numbers words, a
#: rhythm a KPI and a KPI a rhythm. `known_for` goes by another name. The rest is new or gone.
LATER = {
    "facts/account/visits.sql": """-- grain: account
-- How often they were visited.
with visits as (
  select account_id, max(happened_on) as visited_on, count(*) as many
  from timeline_entry where type = 'in_person_meeting' group by account_id
)
select
  a.id,
  coalesce(v.many, 0) as visits,  -- count: visit(s)
  v.visited_on  -- date or none: last visit / never visited
from account a left join visits v on v.account_id = a.id
""",
    "grown/mood.toml": decision(
        "Mood", "[1, 2]", _says("1", "2"), ("visits > 1 or arr > 1", "2"), ("", "1")
    ),
    "grown/level.toml": decision(
        "Level", '["low", "high"]', _says("low", "high"),
        ("before.level = 'high'", '"high"'), ("arr > 1", '"low"'), ("", '"high"'),
    ),
    "grown/size.toml": decision(
        "Size", "[true, false]", _says("yes", "no"), ("before.mood = 2", "true"), ("", "false")
    ),
    "grown/door.toml": decision(
        "Door", '["open", "shut"]', _says("open", "shut"), ("arr > 1", '"open"'), ("", '"shut"')
    ),
    "grown/doubt.toml": decision(
        "Doubt", '["some"]', _says("some"),
        ("trust = 'red' and door = 'open'", '"some"'), ("", '"none"'),
    ),
    "grown/standup.toml": kpi("Standup", "account", "visits"),
    "grown/held.toml": rhythm("Held", "last_call_on"),
    "grown/visit.toml": rhythm("Visit", "visited_on"),
    "grown/greeting.toml": rhythm("Greeting", "visited_on"),
    "grown/age.toml": kpi("Age", "account", DAYS, unit="days"),
    "grown/carries.toml": kpi("Carries", "person", "accounts_held"),
    "grown/owns.toml": kpi("Owns", "person", "ctas_open", unit="percent"),
    "grown/customers.toml": kpi("Customers", "company", "many", where="mood = 2"),
    "grown/visited.toml": kpi("Visited", "company", "many", where="visits > 0"),
    "grown/coming.toml": cta("Coming", "visits = 0 and arr > 1"),
    "grown/trust.toml": measure("Trust", "visits > 2"),
}  # fmt: skip
