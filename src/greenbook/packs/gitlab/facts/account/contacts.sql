-- grain: account
-- Whom we know at the customer: regular contacts, and who is tagged as GitLab Admin.
with present as (
  select c.*
  from contact c
  where not coalesce(c.inactive, false)
),
counted as (
  select
    account_id,
    count(*) filter (where is_regular) as regular,
    count(*) filter (where array_contains(gitlab_roles, 'gitlab_admin')) as admins,
    count(*) filter (where array_contains(gitlab_roles, 'gitlab_admin') and email is not null and not coalesce(email_opt_out, false)) as reachable,
    count(*) filter (where security_alerts_on <= $today) as alerted
  from present
  group by account_id
)
select
  a.id,
  coalesce(n.regular, 0) as regular_contacts,  -- count: regular contact(s)
  coalesce(n.admins, 0) as admin_contacts,  -- count: contact(s) tagged GitLab Admin
  coalesce(n.reachable, 0) as reachable_admins,  -- count: GitLab Admin(s) who may be mailed
  coalesce(n.alerted, 0) > 0 as security_alerts_on  -- yes/no: has a contact who receives security alerts / has no contact who receives security alerts (ours)
from account a
left join counted n on n.account_id = a.id
