-- What the priority pages say of a person, from the accounts in the book; reads what by_hand.sql gave.
with book as (
  select
    f.csm_id as id,
    f.csm_owned and f.region <> 'AMER' as mine,
    f.cs_segment,
    case when a.priority_decided is not null then a.priority_decided = 1 when a.priority_decided__known then false end as p1,
    case when a.priority_decided is not null then a.priority_decided in (1, 2) when a.priority_decided__known then false end as p1_or_p2,
    case when a.priority_review_kind is not null then a.priority_review_kind = 'full' when a.priority_review_kind__known then false end
      and case when f.csm_assigned_on is null then false
        else f.csm_assigned_on < cast(f.qbr_quarter + interval 3 month as date) end as to_review,
    case when f.priority_reviewed_for is null then false else f.priority_reviewed_for >= f.qbr_quarter end as reviewed
  from facts_account f
  join by_hand a on a.id = f.id
  where f.csm_id is not null
),
counted as (
  select
    id,
    count(*) filter (where mine and cs_segment = 'growth' and p1) as growth_1,
    count(*) filter (where mine and cs_segment = 'growth' and p1_or_p2) as growth_12,
    count(*) filter (where mine and cs_segment = 'strategic' and p1) as strategic_1,
    count(*) filter (where mine and cs_segment = 'strategic' and p1_or_p2) as strategic_12,
    count(*) filter (where to_review and reviewed) as reviewed,
    count(*) filter (where to_review) as to_review
  from book
  group by id
),
shares as (
  select
    p.id,
    p.works_as = 'csm' as csm,
    coalesce(growth_1, 0) as p1_share_growth__p1,
    coalesce(growth_12, 0) as p1_share_growth__p1_and_p2,
    coalesce(strategic_1, 0) as p1_share_strategic__p1,
    coalesce(strategic_12, 0) as p1_share_strategic__p1_and_p2,
    coalesce(c.to_review, 0) as priority_review_completion__to_review,
    coalesce(c.reviewed, 0) as priority_review_completion__reviewed,
    100 * cast(growth_1 as double) / nullif(growth_12, 0) as growth,
    100 * cast(strategic_1 as double) / nullif(strategic_12, 0) as strategic,
    100 * cast(c.reviewed as double) / nullif(c.to_review, 0) as completion
  from facts_person p
  left join counted c on c.id = p.id
)
select
  id,
  p1_share_growth__p1, p1_share_growth__p1_and_p2, p1_share_strategic__p1, p1_share_strategic__p1_and_p2,
  priority_review_completion__to_review, priority_review_completion__reviewed,
  case when csm then growth end as p1_share_growth,
  case when csm then growth <= 20 end as p1_share_growth__met,
  case when csm then strategic end as p1_share_strategic,
  case when csm then strategic between 25 and 42 end as p1_share_strategic__met,
  case when csm then completion end as priority_review_completion,
  case when csm then completion >= 100 end as priority_review_completion__met
from shares
