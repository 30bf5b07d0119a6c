-- By month in which the acknowledgement is due; a full reply by then counts as one, nothing by then is late.
SELECT strftime(DATE '1970-01-01' + ack_due, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (acknowledged <= ack_due OR replied <= ack_due) AS numerator
FROM facts
WHERE kind = 'complaint' AND supplies_acknowledgement AND NOT excluded_by_rule AND received <= $as_of
  AND coalesce(acknowledged >= received, true) AND coalesce(replied >= received, true)
  AND (ack_due < $as_of OR ack_due = $as_of AND (acknowledged <= ack_due OR replied <= ack_due))
GROUP BY ALL
