-- By whole month of reception, defects found inside of these and the complaints; they are not known by channel.
WITH inside AS (
  SELECT period, sum(count)::BIGINT AS found FROM exposures
  WHERE measure = 'internal_defects' AND channel IS NULL
    AND last_day((period || '-01')::DATE) <= DATE '1970-01-01' + $as_of::INTEGER
  GROUP BY ALL
), complaints AS (
  SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, count(*) AS n FROM facts
  WHERE kind = 'complaint' AND received <= $as_of GROUP BY ALL
)
SELECT period, NULL::VARCHAR AS channel, coalesce(n, 0) AS n, found AS numerator,
  found / (found + coalesce(n, 0)) AS value
FROM inside FULL JOIN complaints USING (period)
