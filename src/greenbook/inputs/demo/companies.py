"""The account itself, who works on it, and whom we know there."""

from __future__ import annotations

from datetime import date, timedelta

from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.days import add_months
from greenbook.inputs.demo.names import contact_name, title_of
from greenbook.inputs.demo.people import Person, Staff
from greenbook.inputs.demo.rows import Rows
from greenbook.records.models import Account, AccountTeam, CollaborationProject, Contact

SUB_REGIONS = {"AMER": ("US East", "US West", "Canada", "LATAM"),
               "EMEA": ("DACH", "Nordics", "UKI", "Southern Europe"),
               "APJ": ("Japan", "ANZ", "India", "SEA")}  # fmt: skip
HOSTING = {"self_managed": ("sm_cloud", "aws"), "saas": ("gitlab_com", "gitlab_com"),
           "dedicated": ("dedicated", "aws"), "hybrid": ("sm_and_gitlab_com", "gcp")}  # fmt: skip
PERSONAS = ("gitlab_admin", "dev_lead", "security_lead", "decision_maker", "champion")
ALIGNMENT = {"scale": "cse_pooled", "digital": "digital_only"}


def write_account(rows: Rows, customer: Customer, *, parent_id: int | None) -> None:
    """The account row; what the situation says of it stands above what is usual."""
    hosting, provider = HOSTING[customer.deployment]
    known = customer.day(max(customer.since, customer.csm_since or 0, 2))
    usual = {
        "name": customer.name,
        "industry": customer.industry,
        "employee_count": customer.seats * customer.rng.randrange(3, 12),
        "region": customer.group.region,
        "sub_region": customer.rng.choice(SUB_REGIONS[customer.group.region]),
        "sector": "public_sector" if customer.group.public else "commercial",
        "sales_segment": _sales_segment(customer),
        "is_major": customer.arr > 1_500_000,
        "cs_segment": customer.segment,
        "alignment": ALIGNMENT.get(customer.segment, "csm_assigned"),
        "parent_id": parent_id,
        "arr_cents": customer.arr * 100,
        "lam_cents": customer.arr * customer.rng.randrange(120, 400),
        "tier": customer.tier,
        "deployment_type": customer.deployment,
        "hosting": hosting,
        "deployer": "customer",
        "provider": provider,
        "original_contract_on": customer.day(customer.since),
        "customer_start_on": customer.day(customer.since),
        "contract_start_on": customer.contract_start,
        "contract_term_months": customer.term,
        "renewal_on": customer.renewal,
        "license_count": customer.seats,
        "service_ping_enabled": customer.licences_used is not None,
        "cloud_license_data": customer.licences_used is not None,
        "first_value_on": _first_value(customer),
        "first_value_source": "manual" if _first_value(customer) else None,
        "conversion_source": "new_customer",
        "lifecycle_stage": customer.rng.choice(("adoption", "optimize_and_grow")),
        "referenceable": customer.rng.random() < 0.3,
        "stages_in_use": customer.rng.randrange(2, 7),
        "summary": f"{customer.industry}, {customer.tier}, {customer.deployment}.".replace(
            "_", "-"
        ),
        "happened_on": known,
    }
    days = {column: customer.day(ago) for column, ago in customer.account_days.items()}
    customer.id = rows.add(Account, **usual | customer.account | days)


def _sales_segment(customer: Customer) -> str:
    by_segment = {"commercial": "commercial", "scale": "commercial", "digital": "smb"}
    return by_segment.get(customer.segment, "enterprise")


def _first_value(customer: Customer) -> date | None:
    if not customer.paying or customer.since < 90:
        return None
    return customer.day(customer.since - 20 - customer.number % 40)


def assign_people(rows: Rows, customer: Customer, staff: Staff, csm: Person | None) -> None:
    """Who works on the account, since when, and who did before."""
    customer.staff = staff
    region, number = customer.group.region, customer.number
    begins = customer.day(max(customer.since, customer.csm_since or 0))
    if csm and customer.csm_since is not None:
        _assign_csm(rows, customer, csm)
    for role in ("account_owner", "sa", "rm"):
        person = staff.one(role, region, number)
        rows.add(AccountTeam, account_id=customer.id, user_id=person.id, role=role,
                 starts_on=begins, happened_on=begins)  # fmt: skip


def _assign_csm(rows: Rows, customer: Customer, csm: Person) -> None:
    assert customer.staff and customer.csm_since is not None
    customer.csm, customer.manager = csm, customer.staff.manager_of[csm.id]
    begins = customer.day(customer.csm_since)
    ends = customer.day(customer.csm_until) if customer.csm_until is not None else None
    role = "csm" if customer.group.has_csms else "cse"
    rows.add(AccountTeam, account_id=customer.id, user_id=csm.id, role=role,
             starts_on=begins, ends_on=ends, happened_on=begins)  # fmt: skip
    colleagues = customer.staff.csms[customer.group.key]
    before = colleagues[(colleagues.index(csm) + 1) % len(colleagues)]
    if customer.csm_before and before is not csm:
        customer.former_csm = before
        started = min(customer.day(customer.since), begins - timedelta(days=30))
        last = begins - timedelta(days=1)
        rows.add(AccountTeam, account_id=customer.id, user_id=before.id, role=role,
                 starts_on=started, ends_on=last, happened_on=started)  # fmt: skip


def write_contacts(rows: Rows, customer: Customer) -> None:
    """The people we know, one for each persona; a small customer has fewer."""
    personas = customer.personas or (PERSONAS if customer.group.has_csms else PERSONAS[:2])
    domain = customer.name.lower().replace(" ", "-") + ".example"
    known = customer.day(max(customer.since, 2))
    for persona in personas:
        name = contact_name(customer.rng)
        roles = [persona, "executive_sponsor"] if persona == "decision_maker" else [persona]
        customer.contacts[persona] = rows.add(
            Contact,
            account_id=customer.id,
            name=name,
            email=f"{name.lower().replace(' ', '.')}@{domain}",
            title=title_of(persona, customer.rng),
            gitlab_roles=roles,
            is_regular=persona != "decision_maker",
            is_sold_to=persona == "decision_maker",
            security_alerts_on=known if persona == "gitlab_admin" else None,
            happened_on=known,
        )


def write_project(rows: Rows, customer: Customer) -> None:
    """The project that an Enterprise customer and its CSM work in together."""
    if customer.csm is None or _sales_segment(customer) != "enterprise":
        return
    opened = add_months(customer.day(customer.since), 1)
    if opened < customer.today:
        rows.add(CollaborationProject, account_id=customer.id, template="enterprise",
                 group_name="post_sales", owner_id=customer.csm.id, need="required",
                 state="post_sales", compliant_on=opened, happened_on=opened,
                 url=f"https://projects.example/{customer.number}")  # fmt: skip
