"""Success plans: objectives, approval, and the customer's private link."""

from __future__ import annotations

from django.urls import URLPattern

addresses: list[URLPattern] = []
