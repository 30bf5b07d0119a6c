-- By month of closing, cents granted for cents claimed, of complaints that claim any.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  sum(coalesce(compensation_granted, 0))::BIGINT AS numerator,
  sum(coalesce(compensation_granted, 0)) / sum(compensation_claimed) AS value
FROM facts
WHERE kind = 'complaint' AND supplies_compensation AND compensation_claimed > 0
  AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
