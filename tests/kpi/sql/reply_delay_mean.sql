-- Sum of days from reception to reply of those closed in the month and answered.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  sum(replied - received) AS numerator, sum(replied - received) / count(*) AS value
FROM facts
WHERE kind = 'complaint' AND supplies_reply AND received <= $as_of
  AND replied >= received AND replied <= $as_of AND closed <= $as_of
GROUP BY ALL
