"""Where it runs and how it is used: an installation, and readings of it week by week."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from greenbook.engine.usage import READING
from greenbook.inputs.demo.customer import Customer
from greenbook.inputs.demo.rows import Rows
from greenbook.inputs.demo.timeline import Depth
from greenbook.records.models import Instance

#: What a fit customer does, by billable user.
PER_USER = {
    "unique_active_users_28d": 0.92,
    "git_operation_users_28d": 0.8,
    "ci_builds_28d": 70.0,
    "ci_pipeline_users_28d": 0.6,
    "deployment_users_28d": 0.3,
    "deployments_28d": 12.0,
    "successful_deployments_28d": 11.0,
    "failed_deployments_28d": 1.0,
}
ULTIMATE_PER_USER = {
    "ci_internal_pipelines_28d": 20.0,
    "secure_scanner_users_28d": 0.4,
    "container_scanning_users_28d": 0.15,
    "secret_detection_users_28d": 0.3,
    "secret_detection_scans_28d": 9.0,
    "dependency_scanning_scans_28d": 8.0,
    "container_scanning_scans_28d": 4.0,
    "sast_scans_28d": 9.0,
    "dast_scans_28d": 0.0,
    "coverage_fuzzing_scans_28d": 0.0,
    "api_fuzzing_scans_28d": 0.0,
}


class Readings:
    """Usage readings by column, for the lake; now and then packed, which takes less room."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in READING.names}
        self._packed: list[pa.Table] = []

    def add(self, **values: Any) -> None:
        for name, column in self._columns.items():
            column.append(values.get(name))

    def pack(self) -> None:
        self._packed.append(pa.table(self._columns, schema=READING))
        for column in self._columns.values():
            column.clear()

    def table(self) -> pa.Table:
        """All of them."""
        self.pack()
        return pa.concat_tables(self._packed)


def write_usage(
    rows: Rows, readings: Readings, customer: Customer, *, subscription: int | None, depth: Depth
) -> None:
    """An installation with its readings; one that sends nothing has been seen by nobody."""
    if subscription is None:
        return
    sends = customer.licences_used is not None
    hosted = customer.deployment == "saas"
    latest = customer.day(1 + customer.number % 6)
    instance = rows.add(
        Instance,
        account_id=customer.id,
        subscription_id=subscription,
        kind="namespace" if hosted else "instance",
        name=customer.name.lower().replace(" ", "-"),
        delivery=customer.deployment if customer.deployment != "hybrid" else "self_managed",
        type="production",
        version=customer.version or f"17.{customer.number % 11}",
        last_ping_on=latest if sends else None,
        happened_on=customer.first_paid,
    )
    if sends:
        _read(readings, customer, instance, subscription, latest, depth)


def _read(
    readings: Readings,
    customer: Customer,
    instance: int,
    subscription: int,
    latest: date,
    depth: Depth,
) -> None:
    weeks = max(1, min(depth.usage_weeks, (latest - customer.contract_start).days // 7))
    final = customer.seats * (customer.licences_used or 0) / 100
    for week in range(weeks):
        day = customer.day((customer.today - latest).days + 7 * week)
        grown = 1.0 - 0.4 * week / 100
        for metric, value in _metrics(customer, round(final * grown)).items():
            readings.add(
                account_id=customer.id,
                subscription_id=subscription,
                instance_id=instance,
                metric=metric,
                read_on=day,
                source="demo",
                value=value,
                known_from=day,
            )


def _metrics(customer: Customer, users: int) -> dict[str, float]:
    per_user = PER_USER | (ULTIMATE_PER_USER if customer.tier == "ultimate" else {})
    found = {name: float(round(users * each * customer.fitness)) for name, each in per_user.items()}
    if customer.deployment == "saas":
        del found["unique_active_users_28d"]  # the hosted service does not count them
    return {"billable_users": float(users), "licensed_users": float(customer.seats), **found}
