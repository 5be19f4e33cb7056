"""The plans and objectives that somebody may see; others are not there."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from greenbook.records.models import Objective, SuccessPlan
from greenbook.web.asked import AskedRequest, account_seen


def plan_seen(request: AskedRequest, pk: int) -> SuccessPlan:
    related = ("account__status", "owner", "approved_by", "customer_validated_by")
    record = get_object_or_404(SuccessPlan.objects.select_related(*related), pk=pk)
    account_seen(request, record.account_id)
    request.asked.refuse_unless("view success_plan", record)
    return record


def objective_seen(request: AskedRequest, pk: int) -> Objective:
    related = ("account", "plan__owner", "owner", "command_plan_objective")
    record = get_object_or_404(Objective.objects.select_related(*related), pk=pk)
    account_seen(request, record.account_id)
    request.asked.refuse_unless("view success_plan", record)
    return record
