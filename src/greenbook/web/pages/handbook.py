"""The handbook as everybody reads it, and what it decides today."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
