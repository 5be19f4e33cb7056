"""Lists: the one way in which rows are sorted, filtered, grouped, leafed through, saved, exported.

How to use it:

    PLANS = List(
        name="plans", one="plan", many="plans",
        columns=(
            Column("account", "Account", of="account__name", link=("account", "account_id")),
            Column("status", "Status", "code", options=codes(SuccessPlan, "status")),
            Column("due_on", "Due", "day", groupable=True),
        ),
        shown=("account", "status", "due_on"), sort="due_on",
        scopes={"mine": "my plans", "all": "all I may see"},
    )

    @page("view success_plan")
    def plans(request):
        look = PLANS.look(request)
        rows = ...  # a queryset through records.access, narrowed by look.scope
        return show(request, look, rows, "pages/plans.html", {...})

and in the template `{% include "lists/list.html" %}`. Everything stands in the address:
`?of=all&status=draft&due_on_from=0&due_on_to=30&sort=-due_on&group=status&page=2`; other pages lead
to such addresses. Days are written as dates or as days from today, money in dollars.
To act on many: `show(…, acts=reverse("plans_act"), actions="plans/actions.html")`: the template
holds the buttons of a form that is posted to `acts` with `chosen` (see `chosen_of`) and `key`, or
with `every=yes` where all that match are meant, on all pages (see `matching`).
Rows that are worked out and not in the database: hand over a list of dicts instead of a queryset,
with `pk` and a key for each column's `of` (or name).
"""

from greenbook.web.lists.asked import List, Look
from greenbook.web.lists.columns import Column
from greenbook.web.lists.every import asks_for_all, matching
from greenbook.web.lists.show import chosen_of, codes, show, versions_of

__all__ = [
    "Column",
    "List",
    "Look",
    "asks_for_all",
    "chosen_of",
    "codes",
    "matching",
    "show",
    "versions_of",
]
