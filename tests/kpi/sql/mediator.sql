-- By month in which 180 days have passed since the reply or closing, of complaints that follow no other.
WITH leaving AS (
  SELECT *, greatest(received, least(replied, closed)) + 180 AS over FROM facts
  WHERE replied IS NOT NULL OR closed IS NOT NULL
)
SELECT strftime(DATE '1970-01-01' + over, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (mediator_on - over <= 0) AS numerator
FROM leaving
WHERE kind = 'complaint' AND (supplies_reply OR supplies_close) AND root AND (supplies_mediator OR supplies_level)
  AND over <= $as_of
GROUP BY ALL
