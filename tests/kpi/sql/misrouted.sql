-- By month of closing, of complaints whose hand-offs or change of priority are known.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (handoffs >= 3 OR reprioritised) AS numerator
FROM facts
WHERE kind = 'complaint' AND (handoffs IS NOT NULL OR reprioritised IS NOT NULL)
  AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
