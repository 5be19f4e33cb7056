"""An account: one header line, what is owed, what changed, and its sections."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
