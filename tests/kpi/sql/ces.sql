-- By month of closing, of those with a valid score.
SELECT strftime(DATE '1970-01-01' + closed, '%Y-%m') AS period, channel, count(*) AS n,
  sum(ces_easy)::BIGINT AS numerator
FROM facts
WHERE kind = 'complaint' AND ces_easy IS NOT NULL AND received <= $as_of AND closed <= $as_of
GROUP BY ALL
