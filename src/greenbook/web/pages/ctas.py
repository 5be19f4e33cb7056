"""CTAs and tasks: the cockpit's list, and what is done with them."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
