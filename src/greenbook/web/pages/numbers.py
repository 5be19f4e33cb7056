"""Numbers: counters and KPIs of the handbook, each leading to its accounts."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
