-- By month: those received less those answered or closed, whichever came first.
WITH moves AS (
  SELECT *, received AS day, 1 AS step FROM facts
  UNION ALL
  SELECT *, greatest(received, least(replied, closed)) AS day, -1 AS step FROM facts
  WHERE replied IS NOT NULL OR closed IS NOT NULL
)
SELECT strftime(DATE '1970-01-01' + day, '%Y-%m') AS period, channel, count(DISTINCT complaint_id) AS n,
  count(*) FILTER (step = 1) AS numerator, sum(step) AS value
FROM moves
WHERE kind = 'complaint' AND (supplies_reply OR supplies_close) AND received <= $as_of AND day <= $as_of
GROUP BY ALL
