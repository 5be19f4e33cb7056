"""The cast: Nora the CSM, Omar her manager, Ada from operations, Pia the partner, and Eve."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from greenbook.records.models import Account, AccountStatus, AccountTeam, Cta, Partner, User

SIGNED = date(2023, 1, 10)


def person(name: str, *roles: str, **more: object) -> User:
    return User.objects.create(
        username=name.lower(),
        name=name,
        roles=list(roles),
        works_as=roles[0] if roles else None,
        known_from=SIGNED,
        **more,
    )


def customer(name: str, **more: object) -> Account:
    return Account.objects.create(name=name, known_from=SIGNED, **more)


def assigned(account: Account, user: User, *, role: str = "csm", on: date = SIGNED) -> AccountTeam:
    return AccountTeam.objects.create(
        account=account, user=user, role=role, starts_on=on, known_from=on
    )


def stands(account: Account, *, on: date, **decided: Any) -> AccountStatus:
    """What stands for the account from now on, as a run would write it."""
    words = [
        f"{name}={str(value).lower() if isinstance(value, bool) else value}"
        for name, value in decided.items()
        if "__" not in name and value is not None
    ]
    names = [name.removesuffix("__known") for name in decided if decided[name] is False]
    words += [f"{n}=unknown" for n in names if f"{n}__known" in decided and decided.get(n) is None]
    values = {"as_of": on, "decided": decided, "standing": words}
    return AccountStatus.objects.update_or_create(account=account, defaults=values)[0]


def opened(account: Account, name: str = "Kickoff", **more: object) -> Cta:
    values = {"type": "lifecycle", "start_on": SIGNED, "known_from": SIGNED, **more}
    return Cta.objects.create(account=account, subject_id=account.pk, name=name, **values)


@pytest.fixture
def omar(db: None) -> User:
    return person("Omar", "csm_manager", region="EMEA")


@pytest.fixture
def nora(omar: User) -> User:
    return person("Nora", "csm", manager=omar, region="EMEA")


@pytest.fixture
def ada(db: None) -> User:
    return person("Ada", "cs_ops")


@pytest.fixture
def reseller(db: None) -> Partner:
    return Partner.objects.create(name="Hooli Services", known_from=SIGNED)


@pytest.fixture
def pia(reseller: Partner) -> User:
    return person("Pia", "partner", partner=reseller)


@pytest.fixture
def eve(db: None) -> User:
    return person("Eve")


@pytest.fixture
def acme(nora: User) -> Account:
    account = customer("Acme", region="EMEA", cs_segment="strategic", alignment="csm_assigned")
    assigned(account, nora)
    return account


@pytest.fixture
def globex(db: None) -> Account:
    return customer("Globex", region="EMEA", cs_segment="growth")


@pytest.fixture
def initech(db: None) -> Account:
    return customer("Initech", region="AMER", cs_segment="digital", alignment="digital_only")
