"""What pages are made of, all on one page: for whoever writes the next one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from greenbook.web.asked import AskedRequest, page


class EveryField(forms.Form):
    """One field of each kind; the form is shown, never sent."""

    text = forms.CharField(label="A line", help_text="What it is for, in a sentence.")
    day = forms.DateField(label="A day", widget=forms.DateInput(attrs={"type": "date"}))
    choice = forms.ChoiceField(label="One of several", choices=[("a", "This"), ("b", "That")])
    one = forms.ChoiceField(
        label="One of few", choices=[("a", "This"), ("b", "That")], widget=forms.RadioSelect
    )
    some = forms.MultipleChoiceField(
        label="Any of these",
        required=False,
        choices=[("a", "This"), ("b", "That")],
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="Tick to agree", required=False)


@page("view handbook")
def parts(request: AskedRequest) -> HttpResponse:
    """Type, colours, badges, tables, forms, messages, empty states and errors."""
    messages.success(request, "What happened stands here, with a way back where there is one.")
    wrong = EveryField({"text": "", "day": "yesterday", "choice": "a", "one": "a"})
    said = {"form": EveryField(), "wrong": wrong, "states": ("late", "soon", "good", "")}
    return render(request, "pages/parts.html", said)


addresses = [path("parts", parts, name="parts")]
