-- By month of closing: days paused of all days to the reply; a pause can't be longer than the delay.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  coalesce(sum(paused), 0) AS numerator, coalesce(sum(paused), 0) / nullif(sum(replied - received), 0) AS value
FROM facts
WHERE kind = 'complaint' AND supplies_reply AND supplies_pauses AND received <= $as_of
  AND replied >= received AND replied <= $as_of AND closed <= $as_of
  AND coalesce(paused <= replied - received, true)
GROUP BY ALL
