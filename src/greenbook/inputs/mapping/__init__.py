"""Mappings: one TOML file that says what the columns of an export mean."""

from greenbook.inputs.mapping.read import read_mapping, read_mapping_text
from greenbook.inputs.mapping.shape import FileRule, Mapping, OnlyIf, Section, Take

__all__ = [
    "FileRule",
    "Mapping",
    "OnlyIf",
    "Section",
    "Take",
    "read_mapping",
    "read_mapping_text",
]
