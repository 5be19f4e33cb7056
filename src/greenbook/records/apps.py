"""Greenbook's records as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Every model of Greenbook, under the label `records`."""

    name = "greenbook.records"
    label = "records"
