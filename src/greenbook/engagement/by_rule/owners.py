"""Who does it: the person who holds a role for an account on a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

#: The account team first; then the manager of the CSM; then the region's first manager. Whoever has
#: the parent has the children too that are not managed apart.
_OWNERS = """
with team as (
  select distinct on (t.account_id, t.role) t.account_id, t.role, t.user_id
  from records_account_team t join records_user u on u.id = t.user_id and u.is_active
  where t.starts_on <= %(day)s and (t.ends_on is null or t.ends_on >= %(day)s)
    and (%(accounts)s::bigint[] is null or t.account_id = any(%(accounts)s))
  order by t.account_id, t.role, t.is_primary desc, t.starts_on desc, t.id
), parent_csm as (
  select distinct on (a.id) a.id as account_id, t.user_id
  from records_account a
  join records_account_team t on t.account_id = a.parent_id and t.role = 'csm'
  join records_user u on u.id = t.user_id and u.is_active
  where not a.managed_apart
    and t.starts_on <= %(day)s and (t.ends_on is null or t.ends_on >= %(day)s)
    and (%(accounts)s::bigint[] is null or a.id = any(%(accounts)s))
  order by a.id, t.is_primary desc, t.starts_on desc, t.id
), managers as (
  select team.account_id, u.manager_id as user_id
  from team join records_user u on u.id = team.user_id
  where team.role in ('csm', 'cse') and u.manager_id is not null
), regional as (
  select region, min(id) as user_id from records_user
  where is_active and 'csm_manager' = any(roles) and region is not null group by region
)
select account_id, role, user_id from team
union all
select p.account_id, 'csm', p.user_id from parent_csm p
where not exists (select 1 from team where team.account_id = p.account_id and team.role = 'csm')
union all
select a.id, 'csm_manager', coalesce(managers.user_id, regional.user_id)
from records_account a
left join managers on managers.account_id = a.id
left join regional on regional.region = a.region
where not exists (select 1 from team where team.account_id = a.id and team.role = 'csm_manager')
  and coalesce(managers.user_id, regional.user_id) is not null
  and (%(accounts)s::bigint[] is null or a.id = any(%(accounts)s))
"""

Owners = dict[tuple[int, str], int]


def owners(*, day: date, accounts: Collection[int] | None = None) -> Owners:
    """The user id by (account id, role); nobody where a role is not held."""
    chosen = None if accounts is None else list(accounts)
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, {"day": day, "accounts": chosen})
        return {(account, role): user for account, role, user in cursor.fetchall()}
