-- By month in which 30 days have passed since the reply or closing.
WITH leaving AS (
  SELECT *, greatest(received, least(replied, closed)) AS gone FROM facts
  WHERE replied IS NOT NULL OR closed IS NOT NULL
)
SELECT strftime(DATE '1970-01-01' + gone + 30, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (reopened - gone BETWEEN 0 AND 30) AS numerator
FROM leaving
WHERE kind = 'complaint' AND (supplies_reply OR supplies_close) AND supplies_reopening AND gone + 30 <= $as_of
GROUP BY ALL
