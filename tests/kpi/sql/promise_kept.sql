-- By month of the new date; announced by the first due date, and answered by the new one.
SELECT strftime(DATE '1970-01-01' + renewed_due, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (promise_made <= due AND replied <= renewed_due) AS numerator
FROM facts
WHERE kind = 'complaint' AND supplies_reply AND due IS NOT NULL AND NOT excluded_by_rule
  AND coalesce(replied >= received, true) AND received <= $as_of AND promise_made <= $as_of
  AND (renewed_due < $as_of OR renewed_due = $as_of AND replied <= $as_of)
GROUP BY ALL
