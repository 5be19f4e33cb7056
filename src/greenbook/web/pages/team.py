"""A manager's page: capacity, assignments, approvals, the quarterly review."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
