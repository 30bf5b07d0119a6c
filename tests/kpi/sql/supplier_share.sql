-- By month of closing, complaints upheld whose origin is known.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (external_provider) AS numerator
FROM facts
WHERE kind = 'complaint' AND external_provider IS NOT NULL
  AND (outcome IN ('upheld', 'partly') OR (compensation_granted > 0 AND outcome IS DISTINCT FROM 'rejected'))
  AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
