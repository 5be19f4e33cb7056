"""The trace panel: why a status is what it is."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
