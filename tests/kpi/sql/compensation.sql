-- By month of closing, cents of the complaints upheld: in full, in part, or paid for without a decision.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  sum(coalesce(compensation_granted, 0))::BIGINT AS numerator,
  sum(coalesce(compensation_granted, 0)) / (100 * count(*)) AS value
FROM facts
WHERE kind = 'complaint' AND supplies_compensation
  AND (outcome IN ('upheld', 'partly') OR (compensation_granted > 0 AND outcome IS DISTINCT FROM 'rejected'))
  AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
