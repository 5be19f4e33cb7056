-- grain: company; account.company_id
-- The whole company: what is counted over everybody stands here.
select
  1 as id,
  cast($today as date) as today  -- date: the day (clock)
