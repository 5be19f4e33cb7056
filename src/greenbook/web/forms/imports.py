"""The form that files to import are sent with."""

from __future__ import annotations

from typing import Any

from django import forms

#: More than this goes through `greenbook import`, which reads files where they are.
LARGEST = 256 * 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files of one export, sent at once."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list | tuple) else [data]
        files = [super(Files, self).clean(each, initial) for each in sent]
        if sum(each.size for each in files) > LARGEST:
            raise forms.ValidationError(
                "Together they are over 256 MB. Import them with `greenbook import`, "
                "which reads files where they are."
            )
        return files


class UploadForm(forms.Form):
    files = Files(  # type: ignore[assignment]  # the field of that name, not the files sent
        label="Files of one export", help_text="CSV, Parquet or JSON Lines; several at once."
    )
    mapping = forms.FileField(
        label="Mapping",
        required=False,
        help_text="A TOML file that says what the columns mean. Without one our own headings are "
        "expected, else a mapping is drafted for you.",
    )


class MappingForm(forms.Form):
    mapping = forms.CharField(
        label="Mapping",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )
