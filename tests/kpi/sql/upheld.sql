-- By month of closing: money paid without a decision upholds, a rejection stays one.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (outcome IS DISTINCT FROM 'rejected') AS numerator
FROM facts
WHERE kind = 'complaint' AND received <= $as_of AND closed <= $as_of
  AND (outcome IN ('upheld', 'partly', 'rejected') OR compensation_granted > 0)
GROUP BY ALL
