"""A handbook with a page of each kind, over facts that stand in the account record itself."""

from __future__ import annotations

from functools import cache

from greenbook.handbook.book import Handbook
from greenbook.handbook.read import read_files

SETTINGS = """
[handbook]
name = "Green"
fiscal_year = { starts_in_month = 2 }

[colours]
red = 25
yellow = 62.5
green = 87.5

[order.priority_by_model]
values = [1, 2]
unknown = "passes"
pages = ["priority/strategic", "priority/commercial"]
"""
ACCOUNT = """-- grain: account
select
  a.id,
  a.today,  -- date: the day (clock)
  a.arr,  -- usd: ARR
  a.cs_segment,  -- one of strategic | commercial | digital: CS segment (fixed)
  a.uptier_months,  -- months or none: open uptier
  a.uptier_discussed,  -- yes/no: the uptier was discussed lately / was not discussed lately
  'opportunity:' || cast(a.id as varchar) as uptier_months__evidence,
  a.onboarding_open,  -- yes/no: has an open onboarding / has no open onboarding
  a.onboarding_day,  -- days or none: days since onboarding began (clock)
  a.growth_intent,  -- yes/no: has stated growth intent / has stated no growth intent
  a.escalated,  -- yes/no: has an open escalation / has no open escalation
  a.silent,  -- yes/no: does not answer / answers
  a.last_call_on,  -- date or none: last call
  'timeline_entry:' || cast(a.id as varchar) as last_call_on__evidence,
  a.last_call_on__known,
  a.assigned_on,  -- date: day of assignment
  a.contract_on,  -- date or none: start of the contract year
  a.reviewed_on,  -- date or none: last EBR
  a.licensed,  -- count: licensed users
  a.billable,  -- count: billable users
  a.deployers,  -- count: users who deployed
  a.sentiment,  -- one of red | yellow | green: CSM sentiment
  a.csm_id  -- person or none: CSM
from account a
"""
PERSON = """-- grain: person; account.csm_id
select p.id, p.name  -- text: name
from person p
"""
STRATEGIC = """
kind = "decision"
title = "Priority of a Strategic account"
decides = "priority_by_model"
applies = "cs_segment = 'strategic'"
[[edition]]
from = 2022-02-01
cites = "Account engagement L163"
[edition.parameters]
uptier_months = 3
onboarding_days = 60
p1_arr_from = 1_000_000
[edition.terms]
uptier = "uptier_months <= $uptier_months and uptier_discussed"
[[edition.rule]]
name = "uptier"
when = "uptier"
then = 1
cites = "L171"
[[edition.rule]]
name = "first days of onboarding"
when = "onboarding_open and onboarding_day < $onboarding_days"
then = 1
[[edition.rule]]
name = "large ARR"
when = "arr >= $p1_arr_from"
then = 1
[[edition.rule]]
name = "none of these"
then = 2
"""
COMMERCIAL = """
kind = "decision"
title = "Priority of a Commercial account"
decides = "priority_by_model"
applies = "cs_segment in ('commercial', 'digital') and not silent"
[[edition]]
from = 2022-02-01
cites = "Account engagement L259"
[edition.parameters]
criteria_needed = 2
[edition.terms]
young = "today < add_months(assigned_on, 3)"
[[edition.rule]]
name = "meets the criteria"
when = "at_least($criteria_needed, young, growth_intent, in_triage, arr > 200000)"
then = 1
[[edition.rule]]
name = "does not meet them"
then = 2
"""
STRATEGIC_CASES = """
[usual]
cs_segment = "strategic"
uptier_months = "none"
uptier_discussed = false
onboarding_open = false
onboarding_day = "none"
arr = 10_000
[[case]]
name = "an uptier within three months that was discussed"
on = 2023-05-01
facts = { uptier_months = 3, uptier_discussed = true }
then = 1
rule = "uptier"
sure = true
[[case]]
name = "an uptier of which nobody knows whether it was discussed"
on = 2023-05-01
facts = { uptier_months = 3 }
unknown = ["uptier_discussed"]
then = 2
sure = false
[[case]]
name = "an uptier that nobody knows of does not matter where ARR makes it 1"
on = 2023-05-01
facts = { uptier_months = 3, arr = 1_000_000 }
unknown = ["uptier_discussed"]
then = 1
rule = "large ARR"
sure = true
"""
SUGGESTED = """
kind = "decision"
title = "Suggested priority"
decides = "priority_suggested"
values = [1, 2, 3, 4]
unknown = "passes"
[[edition]]
from = 2022-02-01
cites = "Account engagement L300"
[[edition.rule]]
name = "digital"
when = "cs_segment = 'digital'"
then = 4
[[edition.rule]]
name = "red"
when = "health = 'red'"
then = 1
because = "its health is {health} at an ARR of {arr}"
[[edition.rule]]
name = "as the model says"
then_is = "priority_by_model"
"""
SUGGESTED_CASES = """
[usual]
cs_segment = "strategic"
[[case]]
name = "red makes it 1"
on = 2022-03-01
decided = { health = "red", priority_by_model = 2 }
then = 1
rule = "red"
[[case]]
name = "the model's priority is handed on"
on = 2022-03-01
decided = { health = "green", priority_by_model = 2 }
then = 2
sure = true
[[case]]
name = "what the model does not know is not known"
on = 2022-03-01
decided = { health = "green" }
unknown = ["priority_by_model"]
then = "unknown"
[[case]]
name = "without a health the model speaks, as far as we know"
on = 2022-03-01
decided = { priority_by_model = 2 }
unknown = ["health"]
then = 2
sure = false
[[case]]
name = "what the model says nothing about is none"
on = 2022-03-01
decided = { health = "green", priority_by_model = "none" }
then = "none"
"""
TRIAGE = """
kind = "decision"
title = "In triage"
decides = "in_triage"
values = [true, false]
[[edition]]
from = 2022-02-01
cites = "Triage L5"
[[edition.rule]]
name = "escalated"
when = "escalated"
then = true
[[edition.rule]]
name = "calm"
then = false
"""
LICENSES = """
kind = "measure"
title = "License utilization"
decides = "license_utilization"
values = ["red", "yellow", "green"]
unit = "percent"
[[edition]]
from = 2022-02-01
cites = "Health L20"
value = "percent_of(billable, licensed)"
bands = { red = "below 50", yellow = "up to 75", green = "otherwise" }
"""
ADOPTION = """
kind = "measure"
title = "Adoption"
decides = "adoption"
values = ["red", "yellow", "green"]
[[edition]]
from = 2022-02-01
cites = "Health L40"
[[edition.metric]]
name = "users who deployed"
value = "percent_of(deployers, billable)"
bands = { red = "below 5", yellow = "up to 12", green = "otherwise" }
[[edition.metric]]
name = "billable users"
value = "billable"
bands = { red = "below 10", green = "otherwise" }
"""
SENTIMENT = """
kind = "measure"
title = "CSM sentiment"
decides = "csm_sentiment"
values = ["red", "yellow", "green"]
[[edition]]
from = 2022-02-01
cites = "Health L60"
[[edition.rule]]
name = "red"
when = "sentiment = 'red'"
then = "red"
[[edition.rule]]
name = "yellow"
when = "sentiment = 'yellow'"
then = "yellow"
[[edition.rule]]
name = "green"
when = "sentiment = 'green'"
then = "green"
"""
HEALTH = """
kind = "scorecard"
title = "Health"
decides = "health"
[[edition]]
from = 2022-02-01
cites = "Health L1"
bands = { red = "below 50", yellow = "below 75", green = "otherwise" }
[edition.groups]
product = { weight = 50, measures = { license_utilization = 60, adoption = 40 } }
risk = { weight = 50, measures = { csm_sentiment = 100 } }
[[edition.override]]
name = "the CSM says red"
when = "csm_sentiment = 'red'"
colour = "red"
score = "at most 49"
"""
CALLS = """
kind = "rhythm"
title = "Cadence calls"
decides = "cadence_call"
applies = "csm_id is not null and cs_segment <> 'digital'"
[[edition]]
from = 2022-02-01
cites = "Account engagement L145"
last = "last_call_on"
start = "assigned_on"
[edition.table]
asks = ["cs_segment", "escalated"]
gives = ["every", "at_most"]
rows = [
  ["strategic", true, "7 days", "14 days"],
  ["strategic", "any", "14 days", "1 month"],
  ["commercial", "any", "1 month", "none"],
]
"""
EBR = """
kind = "rhythm"
title = "EBR"
decides = "ebr"
[[edition]]
from = 2022-02-01
cites = "EBR L34"
once_per = "contract_on"
opens = "contract_on"
due = "add_months(contract_on, 6)"
limit = "add_months(contract_on, 7)"
done = "reviewed_on >= contract_on"
soon = "30 days"
"""
FIRST_CALL = """
kind = "kpi"
title = "Time to first call"
decides = "time_to_call"
unit = "days"
[[edition]]
from = 2022-02-01
cites = "Value L3"
raw = "days_between(assigned_on, last_call_on)"
value = "at_least_zero(raw)"
met = "value <= needed"
late = "last_call_on is null and days_between(assigned_on, today) > 14"
[edition.table]
asks = ["cs_segment"]
gives = ["needed"]
rows = [["strategic", 14], ["any", 30]]
"""
SHARE = """
kind = "kpi"
title = "P1 share"
decides = "p1_share"
grain = "person"
unit = "percent"
[[edition]]
from = 2022-02-01
cites = "Account engagement L400"
value = "percent_of(p1, all_accounts)"
met = "value <= 20"
[edition.counts]
p1 = { of = "account", where = "priority_suggested = 1" }
all_accounts = { of = "account", where = "priority_suggested in (1, 2, 3, 4)" }
"""
SHARE_CASES = """
[[case]]
name = "one of four"
on = 2022-03-01
counts = { p1 = 1, all_accounts = 4 }
then = 25
also = { p1_share__met = false }
[[case]]
name = "an empty book has no share"
on = 2022-03-01
then = "unknown"
"""
SILENT = """
kind = "cta"
title = "Non-engaged customer"
decides = "cta_silent"
[[edition]]
from = 2022-02-01
cites = "R3"
opens_when = "silent and cadence_call in ('overdue', 'breach') and before.cadence_call <> 'breach'"
once_per = "last_call_on"
closes_when = "reviewed_on >= last_call_on"
owner = "csm"
priority = "high"
subject = "Reach {account}"
because = "{account} is silent"
playbook = "playbooks/reach_out"
"""
REACH_OUT = """
kind = "playbook"
title = "Reach out"
[[edition]]
from = 2022-02-01
cites = "13.4"
[[edition.task]]
name = "Call again"
owner = "csm"
due = "start + 2 days"
[[edition.task]]
name = "Ask the account owner"
owner = "csm"
due = "assigned_on + 1 month"
only_if = "arr > 100000"
"""
REACH_OUT_CASES = """
[[case]]
name = "a small account is only called again"
on = 2022-03-01
facts = { arr = 90_000 }
then = ["Call again"]
"""
FILES = {
    "handbook.toml": SETTINGS,
    "facts/account/all.sql": ACCOUNT,
    "facts/person/all.sql": PERSON,
    "priority/strategic.toml": STRATEGIC,
    "priority/strategic.cases.toml": STRATEGIC_CASES,
    "priority/commercial.toml": COMMERCIAL,
    "priority/suggested.toml": SUGGESTED,
    "priority/suggested.cases.toml": SUGGESTED_CASES,
    "priority/p1_share.toml": SHARE,
    "priority/p1_share.cases.toml": SHARE_CASES,
    "risk/in_triage.toml": TRIAGE,
    "health/license_utilization.toml": LICENSES,
    "health/adoption.toml": ADOPTION,
    "health/csm_sentiment.toml": SENTIMENT,
    "health/health.toml": HEALTH,
    "cadence/calls.toml": CALLS,
    "cadence/ebr.toml": EBR,
    "value/time_to_call.toml": FIRST_CALL,
    "ctas/silent.toml": SILENT,
    "playbooks/reach_out.toml": REACH_OUT,
    "playbooks/reach_out.cases.toml": REACH_OUT_CASES,
}


@cache
def green() -> Handbook:
    return read_files(FILES)
