-- By month of the due day, actions done by it; one that is due today and not done is still running.
SELECT strftime(due, '%Y-%m') AS period, NULL::VARCHAR AS channel, count(*) AS n,
  count(*) FILTER (done <= due) AS numerator
FROM actions
WHERE due < DATE '1970-01-01' + $as_of::INTEGER
  OR (due = DATE '1970-01-01' + $as_of::INTEGER AND coalesce(done <= due, false))
GROUP BY ALL
