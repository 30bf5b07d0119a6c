-- By month of the due date: days past it, to the reply or to the as-of day, of those late by then.
WITH waited AS (
  SELECT *, CASE WHEN replied <= $as_of THEN replied ELSE $as_of END - due AS past FROM facts
)
SELECT strftime(DATE '1970-01-01' + due, '%Y-%m') AS period, channel, count(*) AS n, sum(past) AS numerator,
  sum(past) / count(*) AS value
FROM waited
WHERE kind = 'complaint' AND supplies_reply AND NOT excluded_by_rule AND coalesce(replied >= received, true)
  AND received <= $as_of AND due <= $as_of AND past > 0
GROUP BY ALL
