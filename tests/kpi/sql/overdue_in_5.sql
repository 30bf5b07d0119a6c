-- Open at the end of each month (or on the as-of day), and past due five days later.
WITH months AS (
  SELECT DISTINCT strftime(d, '%Y-%m') AS period,
    least(date_diff('day', DATE '1970-01-01', last_day(d)), $as_of) AS day_end
  FROM (SELECT unnest(generate_series(DATE '2024-01-01', DATE '1970-01-01' + $as_of, INTERVAL 1 DAY))::DATE AS d)
), leaving AS (
  SELECT *, CASE WHEN replied IS NOT NULL OR closed IS NOT NULL THEN greatest(received, least(replied, closed)) END AS gone FROM facts
)
SELECT period, channel, count(*) AS n, count(*) AS numerator
FROM leaving JOIN months ON received <= day_end AND coalesce(gone > day_end, true)
WHERE kind = 'complaint' AND supplies_reply AND NOT excluded_by_rule
  AND coalesce(replied >= received, true) AND due < day_end + 5
GROUP BY ALL
