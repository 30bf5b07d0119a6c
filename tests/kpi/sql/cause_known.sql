-- By month of closing, complaints upheld of sources that record why they went unnoticed.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (cause_occurrence IS NOT NULL AND cause_nondetection IS NOT NULL) AS numerator
FROM facts
WHERE kind = 'complaint' AND supplies_cause
  AND (outcome IN ('upheld', 'partly') OR (compensation_granted > 0 AND outcome IS DISTINCT FROM 'rejected'))
  AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
