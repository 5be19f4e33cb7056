"""Onboarding: the board, an account's guided onboarding, and the dashboard."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
