"""Values in plain words: `$412k`, `14 Mar`, `5 days late`."""

from __future__ import annotations

import re
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

#: Words of our lists that are not said as they are written.
LABELS = {
    "csm": "CSM", "cse": "CSE", "csa": "CSA", "sa": "SA", "pse": "PSE", "rm": "Renewals manager",
    "eba": "EBA", "cs_ops": "CS operations", "e_group": "Executive", "csm_manager": "CSM manager",
    "ebr": "EBR", "cta": "CTA", "roi": "ROI", "arr": "ARR", "saas": "SaaS", "emea": "EMEA",
    "amer": "AMER", "apj": "APJ", "csm_assigned": "CSM-assigned", "cse_pooled": "CSE pool",
    "aws": "AWS", "gcp": "GCP", "gitlab_com": "GitLab.com", "sm_cloud": "Self-managed, cloud",
    "sm_on_prem": "Self-managed, on-premises", "sm_hybrid": "Self-managed, hybrid",
    "sm_and_gitlab_com": "Self-managed and GitLab.com", "self_managed": "Self-managed",
    "gitlab_admin": "GitLab Admin", "ps": "Professional services", "scm": "SCM", "ci": "CI",
    "cd": "CD", "kpi": "KPI", "kpis": "KPIs", "ctas": "CTAs", "pto": "PTO",
    "strategic_no_lam": "Strategic, without LAM",
    "large_lam_no_path": "Large LAM, without a path to it", "to_p1": "To P1", "to_p2": "To P2",
    "product_value_gap": "Product value or gaps",
    "product_quality_availability": "Product quality or availability",
    "lack_of_engagement_sponsor": "Lack of engagement or of a sponsor",
    "non_engaged": "Non-engaged", "in_person_meeting": "In-person meeting", "ebrs": "EBRs",
}  # fmt: skip

# HTML in the text is shown, not obeyed; addresses that are no addresses are not made links.
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def label(code: Any) -> str:
    """A word of a list as people say it: `in_person_meeting` is `In-person meeting`."""
    if code is None or code == "":
        return ""
    if isinstance(code, list):
        return ", ".join(label(each) for each in code)
    text = str(code)
    if text in LABELS:
        return LABELS[text]
    if not text.islower():
        return text
    words = " ".join(_word(each) for each in text.split("_"))
    return words[:1].upper() + words[1:]


def _word(word: str) -> str:
    """`csm` is `CSM` within longer words too."""
    said = LABELS.get(word, word)
    return said if said[:2].isupper() else word


def money(cents: int | None) -> str:
    """`$412k`, `$2.1M`; under a thousand in full."""
    if cents is None:
        return "unknown"
    dollars = cents / 100
    sign, dollars = ("-" if dollars < 0 else ""), abs(dollars)
    if dollars >= 999_500:
        return f"{sign}${dollars / 1e6:.1f}M".replace(".0M", "M")
    if dollars >= 1_000:
        return f"{sign}${dollars / 1e3:.0f}k"
    return f"{sign}${dollars:.0f}"


def day(when: Any) -> str:
    """`14 Mar`, with the year when it is not this one."""
    if isinstance(when, str):
        try:
            when = date.fromisoformat(when[:10])
        except ValueError:
            return when
    if isinstance(when, datetime):
        when = timezone.localtime(when).date()
    return "" if when is None else _day(when, _year_at(int(time.time()) // A_QUARTER))


#: Of an hour, in seconds: within one no year begins, in no time zone.
A_QUARTER = 900


@lru_cache(maxsize=1)
def _year_at(quarter: int) -> int:
    """This year; a page of a list asks for it a thousand times."""
    return timezone.localdate().year


@lru_cache(maxsize=4096)
def _day(when: date, this_year: int) -> str:
    year = "" if when.year == this_year else f" {when.year}"
    return f"{when.day} {when:%b}{year}"


def moment(when: date) -> str:
    """`14 Mar 09:30`; a day without an hour is the day."""
    hour = f" {timezone.localtime(when):%H:%M}" if isinstance(when, datetime) else ""
    return f"{day(when)}{hour}"


def distance(when: date | None, today: date) -> str:
    """How far a due day is: `5 days late`, `today`, `in 3 days`."""
    if when is None:
        return ""
    days = (when - today).days
    if days == 0:
        return "today"
    many = count(abs(days), "day")
    return f"{many} late" if days < 0 else f"in {many}"


def count(many: int, one: str, several: str = "") -> str:
    """How many of something: `1 account`, `2,400 accounts`, `3 people`."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def schedule(cron: str) -> str:
    """When something runs by itself: `every day at 03:00`; what is rarer stays as it is written."""
    minute, hour, *days = cron.split()
    if days == ["*", "*", "*"]:
        if minute.isdecimal() and hour.isdecimal():
            return f"every day at {int(hour):02}:{int(minute):02}"
        if minute.isdecimal() and hour == "*":
            return f"every hour at {int(minute):02} past"
        if minute == hour == "*":
            return "every minute"
    return cron


def age(at: datetime | None, now: datetime) -> str:
    """How long ago something was: `just now`, `4 min ago`, `3 h ago`, `2 days ago`."""
    if at is None:
        return "never"
    past = now - at
    if past < timedelta(minutes=1):
        return "just now"
    if past < timedelta(hours=1):
        return f"{past.seconds // 60} min ago"
    if past < timedelta(days=1):
        return f"{past.seconds // 3600} h ago"
    return f"{count(past.days, 'day')} ago"


def value(found: Any) -> str:
    """A decided value or a field as text; what is not known says so."""
    if found is None or found == "":
        return "unknown"
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, int) and found >= 10_000:  # a year has no comma
        return f"{found:,}"
    if isinstance(found, float | Decimal):
        return f"{found:.1f}".rstrip("0").rstrip(".")
    if isinstance(found, date | datetime) or (isinstance(found, str) and _DAY.fullmatch(found)):
        return day(found)
    if isinstance(found, dict):
        return ", ".join(f"{label(name)}: {value(each)}" for name, each in found.items())
    if isinstance(found, list) and any(isinstance(each, dict) for each in found):
        return "; ".join(value(each) for each in found)
    return label(found)


def changed(column: str, was: Any, now: Any) -> str:
    """A column that was changed, within a sentence: `approved by Omar Haddad`, `due on 4 Dec, not
    1 Dec`, `strategy from … to …`."""
    name, before, after = label(column), _short(value(was)), _short(value(now))
    name = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    if now is None or now == "":
        return f"no {name} any more, was {before}"
    if column.endswith(("_by", "_on")):
        return f"{name} {after}" + (f", not {before}" if was else "")
    return f"{name} from {before} to {after}" if was not in (None, "") else f"{name}: {after}"


def _short(text: str) -> str:
    return text if len(text) <= MOST_SAID else f"{text[: MOST_SAID - 1].rstrip()}…"


#: So much of a text is told of a change.
MOST_SAID = 80

#: A day as records keep it in their history.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def markdown(text: str | None) -> SafeString:
    """Notes as written, in Markdown."""
    return mark_safe(_markdown.render(text or ""))


def absent(kind: str, *, known: bool) -> str:
    """A decision that is not there: nobody knows it, or it is known that there is none."""
    if not known:
        return "unknown"
    return "not owed" if kind == "rhythm" else "does not apply"


def decided(decision: str, found: Any) -> str:
    """What the handbook concluded, as people say it: a priority 1 is `P1`, a state its words."""
    if decision.startswith("priority_") and str(found).isdigit():
        return f"P{found}"
    return value(found)


#: What somebody may want to change: amounts, shares and lengths of time, outside tags.
_LIMITS = re.compile(
    r"(?<![\w.#-])(USD \d[\d,.]*\d|\d[\d,.]*(%| (?:day|week|month|year)s?\b))(?=[^<>]*<)"
)


def policy(text: str) -> SafeString:
    """A page of the handbook, its limits highlighted; a table wider than the window scrolls."""
    html = _markdown.render(text)
    html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>')
    html = html.replace("</table>", "</table></div>")
    return mark_safe(_LIMITS.sub(lambda found: f"<b class='number'>{found[0]}</b>", html))
