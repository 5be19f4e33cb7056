"""One account as somebody sees it on a day: the header, what is owed and open, what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404

from greenbook.automations.tasks import lake
from greenbook.decisions.concluded import Concluded, concluded, concluded_of_finer, last_kept
from greenbook.decisions.explain import handbook_of
from greenbook.decisions.handbooks import NoHandbook, ruled_otherwise
from greenbook.decisions.shown_to import INSIDE, shown_to
from greenbook.engagement.queries import account as queries
from greenbook.engagement.queries.of_account import AnyRecord, open_ctas, rows
from greenbook.handbook.book import Handbook
from greenbook.records.access import OfAccount
from greenbook.records.models import Account, Cta, Subscription
from greenbook.records.models.timeline import ENTRY_TYPES, MEETING_TYPES
from greenbook.reports.kept_days import nearest_kept
from greenbook.web.asked import AskedRequest, of_account_seen
from greenbook.web.said import absent

#: What the header line says of an account without a decision.
OF_HEADER = ("lifecycle_stage", "arr_cents", "renewal_on")
MEETINGS = MEETING_TYPES.split()


def glance_at(request: AskedRequest, account: int) -> Glance:
    """At an account they may see, on the day that they look at."""
    seen = of_account_seen(request, account, "status", "changed")
    try:
        return Glance(request, seen, handbook_of(request.asked.day))
    except NoHandbook:  # before the first run
        return Glance(request, seen, None)


@dataclass
class Glance:
    """One account as somebody sees it on a day: the header, what is owed and open, what changed."""

    request: AskedRequest
    seen: OfAccount
    handbook: Handbook | None

    @property
    def now(self) -> Account:
        """As it stands; `account` is how it was on the day."""
        return self.seen.account

    @property
    def day(self) -> date:
        return self.request.asked.day

    @property
    def may(self) -> Callable[..., bool]:
        return self.seen.may

    def decided(self, decision: str) -> Any:
        """What was decided that no list or header shows, as the last run kept it."""
        found = concluded(self.now.pk, day=self.day, lake=lake(), columns={decision})
        return found.get(decision) if found else None

    def help(self, section: str) -> str:
        """What the handbook says beside a section of the page, if anything."""
        return self.handbook.help.get(section, "") if self.handbook else ""

    @cached_property
    def account(self) -> Account:
        """As known on a past day; its status is what was concluded then."""
        if not self.request.asked.past:
            return self.now
        then = queries.account_as_known(self.now.pk, self.day)
        if then is None:
            raise Http404("The account was not known yet.")
        return then

    @cached_property
    def stands(self) -> Concluded | None:
        past = self.request.asked.past
        if self.handbook is None:
            return None
        return concluded(
            self.now.pk,
            day=self.day,
            lake=lake(),
            columns=queries.columns_wanted(self.handbook, self.day),
            status=None if past else getattr(self.now, "status", None),
        )

    def known(self, model: type[AnyRecord], *related: str) -> list[AnyRecord]:
        """Its records of a kind, as known on the day."""
        past = self.request.asked.past
        return rows(model, self.now.pk, day=self.day, past=past, related=related)

    def may_read(self, page: str) -> bool:
        return shown_to(self.may, page) != "nothing"

    @cached_property
    def because_of(self) -> dict[str, str]:
        """Why each status stands, for whoever may read more than the bare result."""
        if self.stands is None or self.handbook is None:
            return {}
        may_read, otherwise = self._may_read_whole, self._decided_otherwise(self.handbook)
        found = queries.reasons_of(self.handbook, self.stands, day=self.day, may_read=may_read)
        return {name: reason for name, reason in found.items() if name not in otherwise}

    def _decided_otherwise(self, handbook: Handbook) -> frozenset[str]:
        """What was decided by other rules, where the day was not run yet."""
        kept = last_kept(lake(), self.day)
        if kept is None or kept == self.day:
            return frozenset()
        return ruled_otherwise(handbook, handbook_of(kept))

    def _may_read_whole(self, page: str) -> bool:
        return shown_to(self.may, page) == "whole"

    @cached_property
    def fresh(self) -> queries.Fresh | None:
        """Of a past day nothing changes any more."""
        return None if self.request.asked.past else queries.fresh(self.now)

    def as_context(self) -> dict[str, Any]:
        return {"account": self.account, "inside": self.may(INSIDE), **self._concluded()} | {
            "open_ctas": self._open_ctas(),
            "team": self._team(),
            "fresh": self.fresh,
            "since": self._since(),
        }

    def _concluded(self) -> dict[str, Any]:
        stands, handbook, day = self.stands, self.handbook, self.day
        if stands is None or handbook is None:
            past = self.request.asked.past
            return {"stands": None, "nearest": nearest_kept(lake(), day) if past else []}
        return {
            "stands": stands,
            "owed": [
                (each, each.done(day), kind := fulfilled_by(each.decision), kind in MEETINGS)
                for each in queries.owed(handbook, stands, day=day, may_read=self.may_read)
            ],
            "moved": queries.moved(self.now.pk, handbook, day=day, may_read=self.may_read),
            "score": self._score(stands),
            "because_of": self.because_of,
            "may_log": not self.request.asked.past and self.may("create timeline"),
            "shows_priority": self.may("view priority"),
            "offered": self._offered(stands),
            "may_decide": not self.request.asked.past and self.may("edit priority"),
            "shows_health": self.may(INSIDE) or self.may("summary health_update"),
        }

    def keys(self) -> list[tuple[str, str, Any, str | None, date | None]]:
        """Each key decision that they may read: its name, title, value, how it is said that there
        is none, and since when."""
        stands, handbook = self.stands, self.handbook
        if stands is None or handbook is None:
            return []
        named = queries.keys_of(handbook, may_read=self.may_read)
        return [
            (
                name,
                title,
                value := stands.get(name),
                self._absent(name, stands) if value is None else None,
                stands.on(f"since__{name}"),
            )
            for name, title in named
        ]

    def _absent(self, name: str, stands: Concluded) -> str | None:
        if not self.handbook or name not in stands.decided:
            return None
        kind = self.handbook.deciding(name)[0].kind
        return absent(kind, known=bool(stands.get(f"{name}__known")))

    def numbers_of(self, subscription: Subscription) -> list[tuple[str, str, Any, str]]:
        """What the handbook measures of a subscription: name, title, value and unit."""
        pages = self.handbook.pages.values() if self.handbook else ()
        measured = {
            each.decides: each
            for each in pages
            if each.grain == "subscription" and self.may_read(each.path)
        }
        found = concluded_of_finer(
            "subscription", subscription.pk, day=self.day, lake=lake(), decisions=measured
        )
        if not found:
            return []
        return [(name, it.title, found.get(name), it.unit or "") for name, it in measured.items()]

    def _offered(self, stands: Concluded) -> int | None:
        """The priority that the handbook offers, where another one stands."""
        offered: int | None = stands.get("priority_offered")
        return offered if self.may("view priority") else None

    def _score(self, stands: Concluded) -> dict[str, Any] | None:
        """The number behind the health and which way it went, for whoever sees more than a word."""
        now = stands.get("health__effective")
        if now is None or not self.may(INSIDE):
            return None
        before = queries.trend(self.now.pk, "health__effective", day=self.day, lake=lake())
        moved = round(now) - round(before[1]) if before else 0
        return {"now": now, "before": before, "arrow": "↓" if moved < 0 else "↑" if moved else ""}

    def _since(self) -> dict[str, date]:
        shown = self.may(INSIDE) and not self.request.asked.past
        return queries.known_since(self.now, OF_HEADER) if shown else {}

    def _open_ctas(self) -> list[Cta]:
        past = self.request.asked.past
        return open_ctas(self.now.pk, day=self.day, past=past) if self.may("view cta") else []

    def _team(self) -> list[Any]:
        return queries.team_on(self.now.pk, self.day) if self.may("view team") else []


def fulfilled_by(decision: str) -> str:
    """The kind of meeting or entry that a rhythm's name speaks of; empty where it is none."""
    kinds = (*MEETINGS, *ENTRY_TYPES.split())
    spoken_of = [kind for kind in kinds if kind in decision]
    return max(spoken_of, key=len, default="")
