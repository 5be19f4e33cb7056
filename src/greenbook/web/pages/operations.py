"""Operations: imports, runs, jobs, people and history."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
