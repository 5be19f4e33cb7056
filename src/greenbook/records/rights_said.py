"""Why somebody may or may not do something, in the words of the people who work here."""

from __future__ import annotations

from collections.abc import Iterable

#: One of a role, and all of it.
ROLES = {
    "csm": ("a CSM", "CSMs"),
    "cse": ("a CSE", "CSEs"),
    "csa": ("a CSA", "CSAs"),
    "csm_manager": ("a CSM manager", "CSM managers"),
    "account_owner": ("an account owner", "account owners"),
    "sa": ("an SA", "SAs"),
    "pse": ("a PSE", "PSEs"),
    "rm": ("a renewals manager", "renewals managers"),
    "partner": ("a partner", "partners"),
    "eba": ("an EBA", "EBAs"),
    "e_group": ("an executive", "executives"),
    "cs_ops": ("in CS operations", "CS operations"),
    "sales_management": ("in Sales Management", "Sales Management"),
    "leadership": ("in leadership", "leadership"),
    "customer": ("a customer", "customers"),
    "agent": ("an agent", "agents"),
}
#: What is done, as `may …` and as `… is for`.
VERBS = {
    "view": ("see", "seeing"),
    "summary": ("see a summary of", "seeing a summary of"),
    "create": ("add", "adding"),
    "edit": ("change", "changing"),
    "approve": ("decide on", "deciding on"),
    "claim": ("ask to be", "asking to be"),
    "propose": ("propose", "proposing"),
    "discuss": ("discuss", "discussing"),
    "request": ("ask for", "asking for"),
    "validate": ("confirm", "confirming"),
}
#: The rows of the table, as one speaks of them.
THINGS = {
    "account": "accounts",
    "notes": "notes on accounts",
    "csm": "the CSM of an account",
    "csm_claim": "claims for accounts",
    "team": "account teams",
    "transition": "transitions from sales",
    "transition_override": "exceptions from the transition",
    "welcome_call": "welcome calls",
    "project": "onboarding projects",
    "onboarding": "onboardings",
    "cta": "CTAs",
    "kickoff_deck": "kickoff decks",
    "partner_engagement": "what partners do for accounts",
    "timeline": "timeline entries",
    "timeline_day": "the day of timeline entries",
    "first_value": "first value",
    "priority": "priorities",
    "priority_3_4": "priorities 3 and 4",
    "priority_exception": "priority exceptions",
    "priority_review": "priority reviews",
    "override": "exceptions from the handbook",
    "success_plan": "success plans",
    "growth_plan": "growth plans",
    "ebr": "EBRs",
    "workshop": "workshops",
    "roundtable": "roundtables",
    "health_update": "health updates",
    "triage": "triages",
    "escalation": "escalations",
    "briefing": "briefings",
    "exec_meeting": "executive meetings",
    "disengagement": "disengagements",
    "personas": "contacts",
    "programs": "programs",
    "handbook": "the handbook",
    "dashboards": "numbers",
    "order_type": "order types",
    "initiatives": "initiatives",
    "command_plan_metrics": "metrics of command plans",
    "operations": "operations",
}
#: A word behind a colon: where the right holds.
ONLY = {
    "own": "where they are their own",
    "enterprise": "of enterprise accounts",
    "pool": "of accounts in the CSE pool",
    "presales": "of accounts before the sale",
    "private": "of accounts outside the public sector",
    "paid": "for paid projects",
    "unpaid": "for projects that are not paid",
}


def allowed(person: object, action: str, role: str) -> str:
    """`Nora may change priorities as a CSM.`"""
    does, thing = _said(action, VERB)
    return f"{person} may {does} {thing}, being {ROLES[role][0]}."


def for_others(person: object, action: str, roles: Iterable[str], theirs: Iterable[str]) -> str:
    """`Changing the CSM of an account is for CSM managers and CS operations. Nora is a CSM.`"""
    doing, thing = _said(action, GERUND)
    who = listed([ROLES[role][1] for role in roles])
    what = listed([ROLES[role][0] for role in theirs]) or "nobody here"
    return f"{doing.capitalize()} {thing} is for {who}. {person} is {what}."


def only_there(person: object, action: str, only: Iterable[str]) -> str:
    """`Omar may change timeline entries only where they are their own.`"""
    does, thing = _said(action, VERB)
    return f"{person} may {does} {thing} only {' or '.join(ONLY[word] for word in only)}."


def listed(words: list[str]) -> str:
    """`CSMs, CSEs and partners`."""
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last


VERB, GERUND = 0, 1


def _said(action: str, form: int) -> tuple[str, str]:
    verb, thing = action.split(" ", 1)
    return VERBS[verb][form], THINGS[thing]
