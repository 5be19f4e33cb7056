"""What an export says that can hardly be true, and what it does not say. Both are taken as they
are and reported; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from greenbook.inputs import sql
from greenbook.inputs.image import Images
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import USAGE
from greenbook.inputs.report import Oddity

EXAMPLES = 3

#: Account fields whose absence leaves decisions unknown.
NEEDED = {
    "region": "a region",
    "cs_segment": "a CS segment",
    "sales_segment": "a sales segment",
    "arr_cents": "ARR",
    "renewal_on": "a renewal date",
}
NAMED = "coalesce({0}.external_id, {0}.id::text)"

#: Kinds that must be in the set, the sentence, and a SELECT of the names of what is odd.
QUESTIONS: tuple[tuple[set[str], str, str], ...] = (
    (
        {USAGE},
        "readings outside the days of their subscription",
        f"""select coalesce(u.external_id, '') as named from image_{USAGE} u
            join after_subscription s on s.id = u.subscription_id
            where u.read_on < s.starts_on or u.read_on > s.ends_on""",
    ),
    (
        {USAGE},
        "readings of a metric that their subscription has another one of on the same day",
        f"""select coalesce(u.external_id, '') as named from
            (select *, count(*) over (
               partition by account_id, subscription_id, instance_id, metric, read_on) as times
             from image_{USAGE}) u where times > 1""",
    ),
    (
        {"ticket"},
        "tickets opened before their account became a customer",
        f"""select {NAMED.format("t")} as named from image_ticket t
            join after_account a on a.id = t.account_id where t.opened_on < a.customer_start_on""",
    ),
    (
        {"ticket"},
        "tickets closed before they were opened",
        f"""select {NAMED.format("t")} as named from image_ticket t
            where t.closed_on < t.opened_on""",
    ),
    (
        {"subscription"},
        "subscriptions that begin before their account became a customer",
        f"""select {NAMED.format("s")} as named from image_subscription s
            join after_account a on a.id = s.account_id where s.starts_on < a.customer_start_on""",
    ),
    (
        {"account", "subscription"},
        "churned accounts with open subscriptions",
        """select coalesce(a.external_id, a.id::text) as named from after_account a
           where a.lifecycle_stage = 'churned' and exists (
             select 1 from after_subscription s where s.account_id = a.id
             and (a._section is not null or s._section is not null)
             and s.starts_on <= date '{on}' and (s.ends_on is null or s.ends_on > date '{on}'))""",
    ),
    (
        {"opportunity"},
        "renewals lost while a subscription of the account goes on",
        """select coalesce(o.external_id, o.id::text) as named from image_opportunity o
           where o.kind = 'renewal' and o.is_won = false and exists (
             select 1 from after_subscription s where s.account_id = o.account_id
             and s.starts_on < o.closed_on and (s.ends_on is null or s.ends_on > date '{on}'))""",
    ),
    (
        {"account_team"},
        "assignments of people who are not active",
        """select coalesce(m.external_id, m.id::text) as named from image_account_team m
           join after_user u on u.id = m.user_id where not u.is_active and m.ends_on is null""",
    ),
)


def oddities(images: Images) -> list[Oddity]:
    """Everything odd about this set, worst kinds first, then what is not known."""
    found = [*_repeated_ids(images), *_answers(images), *_gaps(images)]
    return [each for each in found if each.count]


def _answers(images: Images) -> Iterator[Oddity]:
    came = {name for name, sets in images.of_kind.items() if sets}
    for needed, says, question in QUESTIONS:
        if needed & came:
            yield _asked(says, _on(question, images.on))


def _on(question: str, day: date) -> str:
    return question.replace("{on}", day.isoformat())


def _repeated_ids(images: Images) -> Iterator[Oddity]:
    """Ids that stand on several rows, told apart by the further columns of the mapping's id."""
    for sets in images.of_kind.values():
        for each in sets:
            if len(each.id_columns) > 1:
                yield _repeated(each)


def _repeated(incoming: Incoming) -> Oddity:
    first, *others = incoming.id_columns
    says = f"values of {first} stand on several rows, told apart by {', '.join(others)}"
    return _asked(
        says,
        f"""select _first_id as named from {incoming.table}
            group by _first_id having count(distinct _external_id) > 1""",
    )


def _gaps(images: Images) -> Iterator[Oddity]:
    if "account" not in images.of_kind:
        return
    for column, what in NEEDED.items():
        count = sql.one(f"select count(*) from image_account where {column} is null")
        yield Oddity(f"accounts without {what}", count, gap=True)


def _asked(says: str, question: str) -> Oddity:
    count, examples = sql.rows(
        f"""select count(*), (array_agg(named order by named))[1:{EXAMPLES}]
            from ({question}) odd"""
    )[0]
    return Oddity(says, count, tuple(examples or ()))
