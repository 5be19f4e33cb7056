-- grain: account
-- Every account belongs to the one company that runs this handbook.
select
  a.id,
  1 as company_id
from account a
