-- By month of reception, of those whose customer and motive are known and that are no appeal.
SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (previous + 90 >= received) AS numerator
FROM facts
WHERE kind = 'complaint' AND supplies_customer AND customer_known AND NOT climbs AND received <= $as_of
GROUP BY ALL
