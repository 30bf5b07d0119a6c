-- By month of closing, promoters less detractors of those with a valid score, in points.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (nps_side = 1) - count(*) FILTER (nps_side = -1) AS numerator,
  100 * (count(*) FILTER (nps_side = 1) - count(*) FILTER (nps_side = -1)) / count(*) AS value
FROM facts
WHERE kind = 'complaint' AND nps_side IS NOT NULL AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
