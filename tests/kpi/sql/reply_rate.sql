-- By month of the due date: those answered by the as-of day, late or not.
SELECT strftime(DATE '1970-01-01' + due, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (replied <= $as_of) AS numerator
FROM facts
WHERE kind = 'complaint' AND supplies_reply AND NOT excluded_by_rule AND coalesce(replied >= received, true)
  AND received <= $as_of AND due <= $as_of AND (replied <= $as_of OR due < $as_of)
GROUP BY ALL
