"""Portfolio: the accounts of a book, as a list and as counters."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
