"""Calls to come: planned, prepared, moved, cancelled."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
