"""Every situation that the rules know, each shown by one account with a telling name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from greenbook.inputs.demo import happenings as happens
from greenbook.inputs.demo.customer import CALL_EVERY, Customer
from greenbook.inputs.demo.rows import Rows

SMALL = 60_000


@dataclass(frozen=True, slots=True)
class Situation:
    """An account, what it shows, where it belongs, and what is told of it beyond the usual."""

    name: str
    shows: str
    group: str
    told: dict[str, Any] = field(default_factory=dict)
    also: Callable[[Rows, Customer], None] | None = None


def _new(begun: int, **onboarding: Any) -> dict[str, Any]:
    """A customer whose onboarding began that many days ago and is open."""
    return {
        "since": begun,
        "csm_since": begun,
        "contract_started": begun,
        "priority": 1,
        "plan": "draft" if onboarding.get("plan") else "none",
        "ebr": "none",
        "last_update": None,
        "onboarding": {"begun": begun, **onboarding},
    }


def _nobody(**more: Any) -> dict[str, Any]:
    return {"csm_since": None, "priority": None, "onboarding": {}, "plan": "none", **more}


CAST = (
    Situation("Acme", "Nora's calmest customer: met, planned for, green", "EMEA strategic",
              {"book": 0}),
    Situation("Globex", "the parent of four accounts, priority 1 for an uptier under discussion",
              "EMEA strategic", {"book": 0, "uptier_in": 60, "priority": 1, "last_call": 5}),
    Situation("Initech", "red and in triage, met every week", "EMEA strategic",
              {"book": 0, "feeling": "red", "last_update": 3, "priority": 1, "last_call": 2},
              happens.triage_issue),
)  # fmt: skip

BEGINNINGS = (
    Situation("Fifth Stage Foundry", "new business at stage 5: a CSM is to be assigned",
              "EMEA strategic",
              _nobody(paying=False, since=80, ebr="none", last_call=None,
                      account={"alignment": "unaligned", "lifecycle_stage": "pre_sales",
                               "customer_start_on": None, "contract_start_on": None,
                               "renewal_on": None}),
              happens.new_deal_at_stage_5),
    Situation("Waiting Room Clinics", "its CSM left ten days ago, and Nora asks for it",
              "EMEA growth",
              {"csm_until": 10, "last_call": 20, "account": {"meets_csm_threshold": True}},
              happens.claimed),
    Situation("Handover Print Works", "has had a CSM since today: its onboarding begins",
              "EMEA growth",
              _new(0) | {"onboarding": {}, "paying": False, "last_call": None,
                         "account": {"lifecycle_stage": "pre_sales", "customer_start_on": None,
                                     "contract_start_on": None, "renewal_on": None}},
              happens.new_deal_at_stage_5),
    Situation("Maiden Voyage Ferries", "onboarding in time, kickoff held", "EMEA strategic",
              _new(12, kickoff=4) | {"last_call": 4}),
    Situation("Slow Harvest Farms", "onboarding late by the customer's fault: a risk",
              "EMEA strategic",
              _new(50, kickoff=40, delay=(9, "customer", "Nobody answers since the merger"))
              | {"last_call": 12, "last_update": 8, "feeling": "yellow"}),
    Situation("Nobody Home Furniture", "onboarding, and nobody is tagged to receive the mails",
              "EMEA strategic",
              _new(9) | {"last_call": None,
                         "personas": ("dev_lead", "security_lead", "decision_maker", "champion")}),
    Situation("Unspoken Delay Films", "onboarding late, and nobody has said why", "EMEA growth",
              _new(55, kickoff=44, second=5, plan=30) | {"last_call": 5, "last_update": 10}),
    Situation("Long Runway Aviation", "onboarding open for more than 90 days", "EMEA strategic",
              _new(101, kickoff=90, second=60, plan=70) | {"last_call": 14, "last_update": 12}),
    Situation("Vendor Wait Wines", "onboarding held up by us, documented in both places",
              "EMEA strategic",
              _new(48, kickoff=40, plan=30, delay=(10, "vendor", "The new region opens next month"))
              | {"last_call": 9, "last_update": 6}),
    Situation("Change of Heart Cards", "the onboarding was cancelled", "APJ growth",
              {"onboarding": {"begun": 300, "cancelled": 280}}),
    Situation("Trial Run Shoes", "tries Ultimate beside what it pays for", "APJ strategic", {},
              happens.trial),
)  # fmt: skip

CALLS = (
    Situation("Quiet Harbour Logistics", "no call for 75 days: a Risk CTA", "EMEA growth",
              {"last_call": 75, "contract_started": 100}),
    Situation("Month Apart Media", "AMER, more than a month without a call", "AMER growth",
              {"last_call": 40, "contract_started": 100}),
    Situation("Ghosted Gallery", "its CSM marked it as non-engaged", "EMEA growth",
              {"last_call": 50, "contract_started": 100, "account_days": {"non_engaged_on": 4}}),
    Situation("Late Bell Academy", "its cadence call is a few days overdue", "EMEA strategic",
              {"last_call": 20, "call_every": 12, "contract_started": 100, "uptier_in": 60,
               "priority": 1}),
    Situation("Back on Air Radio", "silent for ten weeks until today's call", "EMEA strategic",
              {"last_call": 0, "silent_before": 72, "contract_started": 100}),
    Situation("Covered Bridge Builders", "its CSM is away: a colleague held the call",
              "EMEA growth", {"last_call": 50, "contract_started": 100}, happens.covered_call),
    Situation("Everyone First Insurance", "AMER: priority 1 because everyone is", "AMER growth"),
)  # fmt: skip

RISKS = (
    Situation("Red Kite Robotics", "red for three weeks", "EMEA growth",
              {"feeling": "red", "last_update": 20, "last_call": 5}),
    Situation("Amber Lane Apparel", "yellow, and help from outside is needed", "EMEA strategic",
              {"feeling": "yellow", "triage": True, "last_update": 5, "last_call": 4}),
    Situation("Turning Tide Energy", "turned red today", "EMEA strategic",
              {"feeling": "red", "last_update": 0, "last_call": 3}),
    Situation("Old News Press", "its sentiment is older than 90 days", "EMEA strategic",
              {"last_update": 100}),
    Situation("Faded Ink Papers", "its sentiment is so old that it counts no more",
              "EMEA strategic", {"last_update": 130}),
    Situation("Emergency Room Systems", "an emergency ticket is open", "EMEA commercial", {},
              happens.emergency_ticket),
    Situation("Many Questions Quizzing", "ten tickets within a month", "APJ commercial",
              {"tickets": 10}),
    Situation("Escalator Works", "a critical escalation is open", "APJ strategic", {},
              happens.critical_escalation),
    Situation("Downhill Ski Rentals", "downgraded below the CSM threshold: offboarding is proposed",
              "EMEA commercial", {"account": {"meets_csm_threshold": False}},
              happens.contraction),
    Situation("Goodbye Gardens", "has churned", "EMEA growth",
              {"last_call": 60, "account": {"lifecycle_stage": "churned"}}, happens.lost_renewal),
    Situation("Last Dance Studios", "will churn at its renewal", "APJ growth",
              {"account": {"lifecycle_stage": "will_churn"}}),
)  # fmt: skip

RENEWALS = (
    Situation("Anniversary Clocks", "renews in 80 days and nobody has asked", "EMEA strategic",
              {"renews_in": 80}),
    Situation("Second Term Schools", "renews in 80 days and said that it would", "EMEA strategic",
              {"renews_in": 80, "renewal_call": 25}),
    Situation("Known Answer Archives", "renews in 100 days; the answer was known anyway",
              "EMEA growth", {"renews_in": 100}, happens.renewal_known),
    Situation("Triennial Trains", "a contract of three years, in its second", "EMEA strategic",
              {"term": 36, "contract_started": 400}),
    Situation("Short Stay Hostels", "a contract of six months: no EBR belongs in it",
              "EMEA commercial", {"term": 6, "contract_started": 30, "ebr": "none"}),
    Situation("Overdue Review Optics", "its EBR should have been held", "EMEA strategic",
              {"contract_started": 196, "ebr": "behind"}),
    Situation("Fine Review Films", "its EBR was held in this contract year", "EMEA strategic"),
    Situation("Polite Refusal Porcelain", "was offered an EBR and declined", "EMEA strategic",
              {"contract_started": 196, "ebr": "none"}, happens.declined_ebr),
    Situation("Open End Opera", "nobody has entered when it renews", "EMEA commercial",
              {"account": {"renewal_on": None}}),
    Situation("Next Review Nurseries", "its EBR is coming up", "EMEA strategic",
              {"contract_started": 165, "ebr": "behind"}),
)  # fmt: skip

FAMILIES = (
    Situation("Globex Marine", "a child that is managed apart", "EMEA strategic",
              {"parent": "Globex", "account": {"managed_apart": True}}),
    Situation("Globex Rail", "a child that is not managed apart: priority 3", "EMEA strategic",
              {"parent": "Globex", "priority": 3, "account": {"managed_apart": False}}),
    Situation("Globex Solar", "a child of which nobody has said", "EMEA strategic",
              {"parent": "Globex"}),
    Situation("Partner Bay Ports", "the health review with its partner is overdue",
              "EMEA strategic", {}, happens.partner_overdue),
    Situation("Shared Table Foods", "reviewed with its partner every month", "APJ strategic", {},
              happens.partner_in_time),
    Situation("Two Hosts Travel", "its EBR was agreed with the partner", "APJ strategic",
              {"contract_started": 140, "ebr": "none"}, happens.partner_with_sync),
    Situation("Capitol Records Office", "public sector: priority 1, never a mail", "AMER public"),
    Situation("Prairie County Library", "public sector on trial as digital: priority 4",
              "AMER public",
              {"priority": 4, "account": {"cs_segment": "digital", "pubsec_p4_trial": True}}),
    Situation("Deep Sea Dedicated", "runs on Dedicated", "EMEA commercial",
              {"deployment": "dedicated"}),
)  # fmt: skip

PRIORITIES = (
    Situation("Upward Stairs", "an uptier is under discussion: 1 is suggested", "EMEA strategic",
              {"uptier_in": 70}),
    Situation("Unspoken Upgrade", "an uptier that nobody talks about: 2 stays", "EMEA strategic",
              {"uptier_in": 70, "discussed": None}),
    Situation("Exceptional Pumps", "an exception to priority 2 is in force", "EMEA strategic",
              {"uptier_in": 70}, happens.exception_to_2),
    Situation("Pending Favour Textiles", "an exception to priority 1 awaits approval",
              "APJ strategic", {}, happens.exception_awaiting),
    Situation("Declined Plea Paints", "an exception that was rejected", "APJ strategic", {},
              happens.exception_rejected),
    Situation("Yesterday's Favour Florists", "an exception that has expired", "APJ growth", {},
              happens.exception_expired),
    Situation("Hand on the Tiller", "an override puts it at priority 1", "APJ growth", {},
              happens.override_to_1),
    Situation("Growing Season Seeds", "more seats within six months", "EMEA growth",
              {"seats_in": 120, "priority": 1, "last_call": 10}),
    Situation("Rollout Railways", "rolls out a second use case", "EMEA growth",
              {"priority": 1, "last_call": 10}, happens.rollout),
    Situation("Small Purpose Pottery", "Commercial, small, with objectives", "EMEA commercial",
              {"arr": SMALL}),
    Situation("Blank Page Books", "Commercial, small, without any objective", "EMEA commercial",
              {"arr": SMALL, "plan": "none"}),
    Situation("Exactly Two Hundred", "Commercial with an ARR of exactly 200,000",
              "EMEA commercial", {"arr": 200_000, "priority": 1}),
    Situation("Big Plans Bakery", "Commercial, means to grow within two months",
              "EMEA commercial",
              {"arr": SMALL, "account_days": {"growth_intent_on": 20, "growth_intent_until": -60}}),
    Situation("Cutover Couriers", "Commercial, a critical initiative needs help now",
              "EMEA commercial",
              {"arr": SMALL, "account_days": {"critical_initiative_on": 15}}),
    Situation("Few Steps Footwear", "Commercial, could grow and uses one stage only",
              "APJ commercial",
              {"arr": 150_000, "seats_in": 200, "account": {"stages_in_use": 1}}),
    Situation("Nowhere Near Maps", "nobody has entered its region", "APJ commercial",
              {"account": {"region": None, "sub_region": None}}),
    Situation("Segmentless Citrus", "nobody has entered its segment", "APJ commercial",
              {"account": {"cs_segment": None}}),
    Situation("Pool Side Sports", "Scale, in the pool of the CSEs: no priority", "EMEA scale"),
    Situation("Self Serve Kiosks", "digital: priority 4", "APJ digital"),
)  # fmt: skip

PLANS = (
    Situation("Green Light Lamps", "a green plan that nobody has approved", "AMER strategic",
              {"plan": "green"}),
    Situation("Signed and Sealed Stationery", "a plan that is management-qualified green",
              "AMER strategic", {"plan": "approved"}),
    Situation("Lapsed Blessing Law", "the approval of its plan has expired", "AMER strategic",
              {"plan": "expired"}),
    Situation("Rough Draft Design", "its plan is a draft", "AMER strategic", {"plan": "draft"}),
    Situation("No Map Expeditions", "has no success plan", "AMER commercial", {"plan": "none"}),
    Situation("Full House Hotels", "nearly every licence is in use", "EMEA commercial",
              {"licences_used": 96}),
    Situation("Half Measure Mills", "in its eighth month, 60 % of the licences in use",
              "EMEA commercial",
              {"licences_used": 60, "since": 230, "csm_since": 230, "contract_started": 230}),
    Situation("Empty Seats Events", "a fifth of the licences in use", "EMEA commercial",
              {"licences_used": 20}),
    Situation("Silent Meter Utilities", "sends no usage data", "EMEA commercial",
              {"licences_used": None}),
    Situation("Vintage Version Vinyl", "runs a version that does not count active users",
              "EMEA commercial", {"version": "14.9"}),
    Situation("One Voice Choirs", "no Security Lead takes part", "APJ strategic",
              {"personas": ("gitlab_admin", "dev_lead", "decision_maker", "champion")}),
    Situation("Snoozed Lake Resorts", "a CTA that is out of sight for two weeks",
              "APJ commercial", {}, happens.snoozed),
)  # fmt: skip

#: What waits for the word of Nora's manager.
WAITING = (
    Situation("Second Opinion Opticians", "its plan waits for the manager's word",
              "EMEA strategic", {"book": 0, "plan": "submitted"}),
    Situation("One More Question Quarries", "its plan went back with the manager's question",
              "EMEA strategic", {"book": 0, "plan": "returned"}),
    Situation("Rebuilt Bridge Trading", "an exception to priority 1 is being discussed",
              "EMEA strategic", {"book": 0}, happens.exception_begun),
)  # fmt: skip

SITUATIONS = (
    *CAST,
    *BEGINNINGS,
    *CALLS,
    *RISKS,
    *RENEWALS,
    *FAMILIES,
    *PRIORITIES,
    *PLANS,
    *WAITING,
)


def steady(customer: Customer) -> None:
    """The background that a situation stands out from: in nothing remarkable."""
    amer = customer.group.region == "AMER"
    customer.since, customer.csm_since, customer.csm_before = 800, 780, False
    customer.term, customer.contract_started, customer.renews_in = 12, 200, None
    customer.arr = min(customer.arr, 150_000) if customer.segment == "commercial" else customer.arr
    customer.tier, customer.deployment = "premium", "self_managed"
    customer.licences_used, customer.fitness = 90, 1.0
    customer.uptier_in = customer.seats_in = customer.renewal_call = None
    if customer.group.has_csms:
        customer.priority = 1 if amer else 2
        customer.call_every = 12 if amer else CALL_EVERY[customer.segment, 2]
        customer.last_call, customer.last_update, customer.feeling = 8, 10, "green"
        customer.plan, customer.reviewed, customer.ebr = "approved", 15, "as usual"


def apply_to(customer: Customer, situation: Situation) -> None:
    """Make a steady customer what the situation says."""
    steady(customer)
    customer.name = situation.name
    customer.also, customer.situated = situation.also, True
    for name, value in situation.told.items():
        setattr(customer, name, value)
