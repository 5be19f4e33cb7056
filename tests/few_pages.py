"""The shipped handbook with fewer pages: what a run, a question or a command needs to be tried.

How a run is killed, locked or repeated does not depend on how long the handbook is, and a third of
the pages is worked out in a fraction of the time. Lives that are to show what the handbook as a
whole says take the whole one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from greenbook.config.home import shipped_handbook
from greenbook.handbook.book import Handbook
from greenbook.handbook.problems import Findings
from greenbook.handbook.read import read_files
from greenbook.handbook.read.files import read_folder

#: Each with all that it reads: a page that is missing here is refused by name.
PAGES = {
    "cadence": ["calls", "calls_per_week"],
    "ctas": ["assign_csm", "at_risk", "no_admin_contact", "non_engaged", "onboard_new_customer"],
    "engagement": ["escalation", "non_engaged", "silence", "state"],
    "health": [
        "cd_adoption",
        "ci_adoption",
        "csm_sentiment_in_use",
        "devsecops_adoption",
        "devsecops_expected",
        "health",
        "license_utilization",
        "meeting_cadence",
        "persona_engagement",
        "roi",
        "scm_adoption",
        "support_emergency",
        "support_issues",
        "use_case_adoption_count",
        "use_cases_expected",
        "user_engagement",
        "user_engagement_counted",
    ],
    "onboarding": ["admin_contact", "journey_sheet", "project", "start", "which_playbook"],
    "plans": ["plan_colour"],
    "playbooks": ["new_customer", "non_engaged_customer"],
    "priority": [
        "commercial",
        "decided",
        "forced",
        "growth",
        "offered",
        "p1_share_growth",
        "scale",
        "strategic",
        "suggested",
    ],
    "programs": ["intro_and_onboarding"],
    "renewal": ["hint"],
    "reviews": ["ebr_coverage"],
    "risk": ["in_triage"],
    "segments": ["qualifies"],
    "value": ["time_to_ci"],
    "workshops": ["roundtables"],
}

#: The decisions among them whose changes are kept.
KEY = """[key]
decisions = [
  "qualifies_for_csm", "in_triage", "priority_suggested", "priority_decided", "priority_offered",
  "engagement_state", "cadence_call", "non_engaged", "health", "csm_sentiment_in_use",
]
"""


COUNTED = """[counted]
in_triage = "true"
"""


@cache
def few_pages() -> Handbook:
    shipped = read_folder(shipped_handbook(), Findings())
    pages = {f"{folder}/{name}.toml" for folder, names in PAGES.items() for name in names}
    kept = {file: text for file, text in shipped.items() if file in pages or _beside(file)}
    return read_files({**kept, "handbook.toml": _settings(shipped["handbook.toml"])})


def _beside(file: str) -> bool:
    """Facts, and the mails of a program."""
    return file.startswith("facts/") or file.endswith(".md")


def _settings(text: str) -> str:
    """Without accepted warnings, and what is counted or key of pages that are not here."""
    without_accepted = text.partition("\n[[accept]]")[0] + "\n"
    helped = re.sub(r"\ntime_to_first_value = .*", "", without_accepted)
    counted = re.sub(r"\[counted\].*?\n(?=\n\[)", COUNTED, helped, flags=re.DOTALL)
    return re.sub(r"\[key\].*?\n\]\n", KEY, counted, flags=re.DOTALL)


def write_few_pages(folder: Path) -> Path:
    """The same as a folder, as a company keeps its handbook."""
    for file, text in few_pages().files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder
