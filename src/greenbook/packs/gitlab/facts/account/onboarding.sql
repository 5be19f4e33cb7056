-- grain: account
-- What has been done in the latest onboarding, what is missing, and what held it up.
with begun as (
  select
    o.account_id,
    o.id as onboarding_id,
    o.cta_id,
    o.playbook,
    o.outcome,
    coalesce(c.start_on, o.started_on) as started_on,
    case when c.id is not null then c.closed_on else o.completed_on end as closed_on,
    o.transition_done_on,
    o.kickoff_scheduled_for,
    o.kickoff_inviter,
    o.kickoff_held_on,
    o.deck_template,
    coalesce(o.deck_reviewed, false) as deck_reviewed,
    o.cadence_established_on,
    o.plan_drafted_on,
    o.first_cadence_held_on,
    o.attributes_complete,
    o.first_value_unknown_at_close,
    case when o.why_bought is null then 1 else 0 end
    + case when o.tools is null then 1 else 0 end
    + case when o.business_goals is null then 1 else 0 end as questions_open
  from onboarding o
  left join cta c on c.id = o.cta_id
  union all
  select
    c.account_id, null, c.id, null,
    case when c.status in ('closed_not_relevant', 'closed_not_needed') then 'cancelled' else 'open' end,
    c.start_on, c.closed_on,
    null, null, null, null, null, false, null, null, null, null, null, 3
  from cta c
  where
    c.type = 'lifecycle'
    and c.reason = 'onboarding'
    and not exists (select 1 from onboarding o where o.cta_id = c.id)
),
ranked as (
  select
    begun.*,
    row_number() over (
      partition by account_id
      order by
        case when outcome = 'cancelled' then 1 else 0 end,
        case when closed_on is null or closed_on > $today then 0 else 1 end,
        started_on desc,
        coalesce(cta_id, 0) desc,
        coalesce(onboarding_id, 0) desc
    ) as place
  from begun
),
latest as (
  select * from ranked where place = 1 and outcome <> 'cancelled'
),
cancelled as (
  select account_id, max(started_on) as started_on
  from begun
  where outcome = 'cancelled'
  group by account_id
),
steps as (
  select
    k.cta_id,
    count(*) filter (where k.status = 'open' and k.required) as required_open,
    count(*) filter (where k.status = 'open' and k.due_on < $today) as overdue
  from task k
  group by k.cta_id
),
met as (
  select e.id, e.account_id, e.happened_on, e.meeting_type, e.also_kickoff
  from timeline_entry e
  where
    e.type in ('customer_call', 'in_person_meeting')
    and e.held
    and e.entry_source <> 'crm_sync'
    and (e.entry_source <> 'call_recorder' or e.csm_hosted)
    and e.with_csm
),
kickoff as (
  select
    l.account_id,
    coalesce(
      min(l.kickoff_held_on),
      min(m.happened_on) filter (where m.meeting_type = 'kickoff' or (m.meeting_type = 'welcome_call' and m.also_kickoff))
    ) as held_on,
    min(m.happened_on) as first_met_on
  from latest l
  left join met m
    on m.account_id = l.account_id
    and m.happened_on >= add_days(l.started_on, -$kickoff_counts_days_before)
  group by l.account_id
),
second_call as (
  select
    k.account_id,
    min(m.happened_on) as held_on
  from kickoff k
  join met m on m.account_id = k.account_id and m.happened_on > k.held_on
  group by k.account_id
),
drafted as (
  select
    p.account_id,
    min(coalesce(b.opened_on, b.happened_on, b.known_from)) as drafted_on
  from success_plan p
  join objective b on b.plan_id = p.id
  where p.type = 'roi' and p.status <> 'closed'
  group by p.account_id
),
delays as (
  select
    d.id,
    d.account_id,
    d.cause,
    d.reason,
    coalesce(d.happened_on, d.known_from) as recorded_on,
    row_number() over (partition by d.account_id order by coalesce(d.happened_on, d.known_from) desc, d.id desc) as place
  from onboarding_delay d
  join latest l on l.onboarding_id = d.onboarding_id
),
told as (
  select
    d.account_id,
    count(*) as updates
  from delays d
  join timeline_entry e
    on e.account_id = d.account_id
    and e.type in ('update', 'health_update')
    and e.csm_sentiment is not null
    and e.happened_on >= d.recorded_on
  where d.place = 1
  group by d.account_id
),
bought as (
  select s.account_id, min(s.starts_on) as first_paid_on
  from subscription s
  where not coalesce(s.is_trial, false)
  group by s.account_id
)
select
  a.id,
  l.closed_on as onboarding_closed_on,  -- date or none: day the latest onboarding CTA was closed / no onboarding CTA was closed yet
  x.started_on as onboarding_cancelled_on,  -- date or none: start of the latest cancelled onboarding / no onboarding was cancelled
  l.playbook as onboarding_playbook_used,  -- one of new_customer | existing_customer or none: playbook of the latest onboarding / no onboarding was ever started
  l.transition_done_on,  -- date or none: internal transition / the internal transition was not held yet
  coalesce(k.first_met_on < l.transition_done_on or (k.first_met_on is not null and l.transition_done_on is null), false) as met_before_transition,  -- yes/no: was met before the internal transition / was not met before the internal transition
  l.kickoff_scheduled_for,  -- date or none: day the kickoff is planned for / no kickoff is planned
  coalesce(l.kickoff_scheduled_for is not null and l.kickoff_inviter is not null and l.deck_template is not null, false) as kickoff_ready,  -- yes/no: the kickoff has date, inviter and deck / the kickoff lacks date, inviter or deck (ours)
  coalesce(l.deck_template is not null and l.deck_reviewed, false) as deck_tailored,  -- yes/no: the kickoff deck is chosen and tailored / the kickoff deck is not chosen and tailored (ours)
  k.held_on as kickoff_held_on,  -- date or none: kickoff / the kickoff was not held yet
  coalesce(l.questions_open, 0) as discovery_open,  -- count: kickoff question(s) without an answer (ours)
  l.cadence_established_on,  -- date or none: day the cadence was agreed / the cadence is not agreed yet
  coalesce(l.plan_drafted_on, case when l.started_on is not null then w.drafted_on end) as plan_drafted_on,  -- date or none: first draft of the success plan / the success plan was not drafted yet
  least(
    add_days(
      coalesce(
        case when not coalesce(a.customer_start_provisional, false) then a.customer_start_on end,
        case when l.playbook = 'existing_customer' then l.started_on end,
        b.first_paid_on,
        a.customer_start_on
      ),
      $first_plan_days_after_start
    ),
    add_days(k.held_on, $first_plan_days_after_kickoff)
  ) as first_plan_due_on,  -- date or none: day by which the first success plan is due / no day is set for the first success plan
  coalesce(l.first_cadence_held_on, s.held_on) as first_cadence_held_on,  -- date or none: second call / the second call was not held yet
  coalesce(l.attributes_complete, false) as attributes_complete,  -- yes/no: the account attributes are filled in / the account attributes are not filled in (ours)
  coalesce(t.required_open, 0) as required_tasks_open,  -- count: required onboarding task(s) still open (ours)
  coalesce(t.overdue, 0) as onboarding_tasks_overdue,  -- count: onboarding task(s) past their due date (ours)
  coalesce(l.first_value_unknown_at_close, false) as first_value_left_open,  -- yes/no: the onboarding was closed without a first value date / the onboarding was not closed without a first value date
  d.recorded_on as delay_recorded_on,  -- date or none: day the latest onboarding delay was recorded / no delay of the onboarding was recorded
  case when d.id is not null then concat('onboarding_delay:', d.id) end as delay_recorded_on__evidence,
  d.cause as delay_cause,  -- one of customer | vendor | partner | ps | other or none: cause of the onboarding delay / nobody has said who caused a delay
  coalesce(length(trim(d.reason)) > 0, false) as delay_in_cta,  -- yes/no: the delay is explained with the onboarding CTA / the delay is not explained with the onboarding CTA (ours)
  coalesce(u.updates, 0) > 0 as delay_in_timeline  -- yes/no: a Timeline update with sentiment followed the delay / no Timeline update with sentiment followed the delay (ours)
from account a
left join cancelled x on x.account_id = a.id
left join second_call s on s.account_id = a.id
left join drafted w on w.account_id = a.id
left join told u on u.account_id = a.id
left join bought b on b.account_id = a.id
left join kickoff k on k.account_id = a.id
left join delays d on d.account_id = a.id and d.place = 1
left join latest l on l.account_id = a.id
left join steps t on t.cta_id = l.cta_id
