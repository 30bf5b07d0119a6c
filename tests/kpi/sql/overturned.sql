-- By month of closing, decided appeals at level 2 and above.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (outcome <> 'rejected') AS numerator
FROM facts
WHERE kind = 'complaint' AND level > 1 AND outcome IN ('upheld', 'partly', 'rejected')
  AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
