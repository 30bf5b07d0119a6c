-- By month in which 60 days have passed since the reply or closing, of complaints that follow no other.
WITH leaving AS (
  SELECT *, greatest(received, least(replied, closed)) + 60 AS over FROM facts
  WHERE replied IS NOT NULL OR closed IS NOT NULL
)
SELECT strftime(DATE '1970-01-01' + over, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (coalesce(level, 1) > 1 OR escalated_on - over <= 0) AS numerator
FROM leaving
WHERE kind = 'complaint' AND (supplies_reply OR supplies_close) AND root AND (supplies_level OR supplies_link)
  AND over <= $as_of
GROUP BY ALL
