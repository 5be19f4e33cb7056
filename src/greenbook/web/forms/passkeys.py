"""A passkey that somebody adds: it signs them in by itself unless they say otherwise."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class AddPasskey(AddWebAuthnForm):
    """Named, and used alone or beside the password."""

    passwordless = forms.BooleanField(
        label="Sign in with it alone",
        required=False,
        initial=True,
        help_text="No password is asked then; the key asks for your finger, face or PIN.",
    )
