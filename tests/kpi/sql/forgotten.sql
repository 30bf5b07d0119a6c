-- Open and quiet for more than 14 days, at the end of each month or on the as-of day: the last event known to have
-- happened by then is what counts, not what happened afterwards.
WITH months AS (
  SELECT DISTINCT strftime(d, '%Y-%m') AS period,
    least(date_diff('day', DATE '1970-01-01', last_day(d)), $as_of) AS day_end
  FROM (SELECT unnest(generate_series(DATE '2024-01-01', DATE '1970-01-01' + $as_of, INTERVAL 1 DAY))::DATE AS d)
), leaving AS (
  SELECT *, CASE WHEN replied IS NOT NULL OR closed IS NOT NULL THEN greatest(received, least(replied, closed)) END AS gone FROM facts
), open AS (
  SELECT *, list_max(list_filter(
      [received, registered, acknowledged, owned, promise_made, resolved, last_event], lambda e: e <= day_end)) AS latest
  FROM leaving JOIN months ON received <= day_end AND coalesce(gone > day_end, true)
  WHERE kind = 'complaint' AND (supplies_reply OR supplies_close)
)
SELECT period, channel, count(*) AS n, count(*) AS numerator
FROM open
WHERE greatest(received, latest) + 14 < day_end
GROUP BY ALL
