"""The kinds of column a record has: words from a list, text, days, money, references.

Whatever may be unknown is NULL, and NULL is the default: a column that must be known says so with
`null=False`.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from greenbook.records.limits import fits


class _Unknown:
    """NULL unless the column says otherwise; migrations write the choice down."""

    null: bool
    #: For the type checker, which takes a column for NOT NULL until it reads `null=True`.
    _pyi_private_set_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", kwargs["null"])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, path, args, {**kwargs, "null": self.null}


class Text(_Unknown, models.TextField):
    """Free text up to the limit of one field. An empty text is stored as unknown."""

    default_validators = [fits]

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value) or (None if self.null else value)


class Day(_Unknown, models.DateField):
    """A day in the tenant's time zone, without a time."""


class Cents(_Unknown, models.BigIntegerField):
    """An amount of money in whole cents."""


class Whole(_Unknown, models.IntegerField):
    """A whole number."""


class Decimal(_Unknown, models.FloatField):
    """A number with a fraction; never money."""


class YesNo(_Unknown, models.BooleanField):
    """Yes, no, or not known."""


def _words(codes: str | Sequence[str]) -> list[str]:
    return codes.split() if isinstance(codes, str) else list(codes)


def _quoted(codes: Sequence[str]) -> str:
    return ", ".join("'" + code.replace("'", "''") + "'" for code in codes)


def _refuse_others(words: Sequence[str], codes: Sequence[str]) -> None:
    for word in words:
        if word not in codes:
            near = get_close_matches(word, codes, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(codes)}."
            raise ValidationError(f"'{word}' is not known here; {hint}", code="unknown_word")


class Code(_Unknown, models.TextField):
    """One word of a closed list; the database checks it."""

    def __init__(self, codes: str | Sequence[str], **kwargs: Any) -> None:
        self.codes = _words(codes)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "codes": self.codes}

    def db_check(self, connection: Any) -> str:
        return f'"{self.column}" in ({_quoted(self.codes)})'

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        _refuse_others([value] if value else [], self.codes)


class Codes(_Unknown, ArrayField):
    """Several words of a closed list; the database checks them. None of them is an empty list."""

    def __init__(self, codes: str | Sequence[str], **kwargs: Any) -> None:
        self.codes = _words(codes)
        kwargs.setdefault("null", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        kwargs.setdefault("db_default", [])
        kwargs.pop("base_field", None)
        super().__init__(models.TextField(), **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("base_field", None)
        return name, path, args, {**kwargs, "codes": self.codes}

    def db_check(self, connection: Any) -> str:
        return f'"{self.column}" <@ array[{_quoted(self.codes)}]'

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        _refuse_others(value or [], self.codes)


def part_of(parent: str, *, known_as: str, **kwargs: Any) -> models.ForeignKey:
    """The parent this record is a part of: it goes when the parent goes."""
    return models.ForeignKey(
        f"records.{parent}", on_delete=models.CASCADE, related_name=known_as, **kwargs
    )


def ref(other: str, *, known_as: str = "+", null: bool = True, **kwargs: Any) -> models.ForeignKey:
    """Another record this one points to; that one cannot be deleted meanwhile.

    Indexed where it is asked from the other side (`known_as`).
    """
    kwargs.setdefault("db_index", known_as != "+")
    return models.ForeignKey(
        f"records.{other}",
        on_delete=models.PROTECT,
        related_name=known_as,
        null=null,
        blank=null,
        **kwargs,
    )


def of_account(known_as: str, **kwargs: Any) -> models.ForeignKey:
    """The account a record belongs to."""
    return ref("Account", known_as=known_as, null=False, **kwargs)
