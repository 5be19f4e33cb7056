"""Compiles a handbook as of a day: all pages together, into one staged query a grain."""

from greenbook.handbook.compile.order import downstream
from greenbook.handbook.compile.whole import compile_handbook

__all__ = ["compile_handbook", "downstream"]
