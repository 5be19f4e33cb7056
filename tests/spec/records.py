"""Facts of a few records: what the facts files of the default handbook make of a vector's input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.packs.as_of import facts_as_of
from tests.packs.tables import add, day, empty_records

ACME = 1


def usage_facts(
    on: date, readings: Mapping[str, float | None], *, tier: str = "ultimate", age_days: int = 0
) -> dict[str, Any]:
    """`account/usage` of one production instance that sent these readings so many days ago."""
    records = empty_records()
    add(records, "account", name="Acme")
    add(records, "subscription", account_id=ACME, tier=tier, starts_on=on - timedelta(days=1000))
    add(records, "instance", account_id=ACME, subscription_id=1, kind="instance", type="production",
        delivery="self_managed", version="16.3")  # fmt: skip
    read_on = on - timedelta(days=age_days)
    for metric, value in readings.items():
        add(records, "usage_reading", account_id=ACME, subscription_id=1, instance_id=1,
            read_on=read_on, known_from=read_on, metric=metric, value=value)  # fmt: skip
    return facts(facts_as_of(records, "account/usage", on=on))


def licence_facts(on: date, numbers: Iterable[tuple[int | None, int | None]]) -> dict[str, Any]:
    """`account/usage` of subscriptions with so many billable users and licences each."""
    records = empty_records()
    add(records, "account", name="Acme")
    for number, (billable, licensed) in enumerate(numbers, start=1):
        add(records, "subscription", account_id=ACME, seats=licensed, starts_on=day("2024-01-01"))
        add(records, "instance", account_id=ACME, subscription_id=number, kind="instance",
            type="production")  # fmt: skip
        add(records, "usage_reading", account_id=ACME, subscription_id=number, instance_id=number,
            read_on=on, known_from=on, metric="billable_users", value=billable)  # fmt: skip
    return facts(facts_as_of(records, "account/usage", on=on))


def subscription_pings(
    pings: Iterable[tuple[str, int, int]], part: str, whole: str, *, file: str
) -> dict[str, Any]:
    """What a facts file says after these pings, of two metrics each."""
    records = empty_records()
    add(records, "account", name="Acme", service_ping_enabled=True, cloud_license_data=True)
    add(records, "subscription", account_id=ACME, starts_on=day("2022-02-01"), seats=200)
    add(records, "instance", account_id=ACME, subscription_id=1, kind="instance", type="production")
    last = day("2022-02-01")
    for on, amount, of in pings:
        last = day(on)
        for metric, value in ((part, amount), (whole, of)):
            add(records, "usage_reading", account_id=ACME, subscription_id=1, instance_id=1,
                read_on=last, known_from=last, metric=metric, value=value)  # fmt: skip
    return facts_as_of(records, file, on=last)


def persona_facts(on: date, entries: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """`account/personas` after these entries with attendees of these roles."""
    records = empty_records()
    add(records, "account", name="Acme")
    for number, (happened_on, roles) in enumerate(entries, start=1):
        add(records, "timeline_entry", account_id=ACME, happened_on=day(happened_on))
        add(records, "contact", account_id=ACME, gitlab_roles=roles)
        add(records, "entry_attendee", account_id=ACME, entry_id=number, contact_id=number)
    return facts(facts_as_of(records, "account/personas", on=on))


def renewal_facts(on: date, renewal: date) -> dict[str, Any]:
    """Whether the renewal lies in this or the next fiscal quarter, and the contract's dates."""
    records = empty_records()
    add(records, "account", name="Acme", renewal_on=renewal)
    row = facts_as_of(records, "account/commercial", on=on)
    return {name: row[name] for name in ("renewal_on", "renewal_in_this_or_next_quarter")}


def facts(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without its key and what stands beside the facts; unknown ones are left out."""
    return {
        name: value
        for name, value in row.items()
        if name != "id" and value is not None and not name.endswith(("__evidence", "__known"))
    }
