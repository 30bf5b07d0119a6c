-- By month of reception, of those whose third business day is over.
SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel, count(*) AS n,
  count(*) FILTER (resolved <= prompt_due) AS numerator
FROM facts
WHERE kind = 'complaint' AND supplies_resolution AND coalesce(resolved >= received, true)
  AND received <= $as_of AND prompt_due < $as_of
GROUP BY ALL
