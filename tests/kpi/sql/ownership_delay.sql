-- Kaplan-Meier by month of reception, to the taking in charge; without those that left unowned: the first day with survival at most 0.5.
WITH waited AS (
  SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel,
    CASE WHEN owned <= $as_of THEN owned - received ELSE $as_of - received END AS day,
    coalesce(owned <= $as_of, false) AS stopped
  FROM facts
  WHERE kind = 'complaint' AND supplies_ownership AND coalesce(owned >= received, true) AND received <= $as_of
    AND (owned <= $as_of OR coalesce(least(replied, closed) > $as_of, true))
), days AS (
  SELECT period, channel, day, count(*) AS leaving, count(*) FILTER (stopped) AS events FROM waited GROUP BY ALL
), risks AS (
  SELECT *, sum(leaving) OVER (PARTITION BY period, channel ORDER BY day DESC) AS at_risk FROM days
), curve AS (
  SELECT *, product(1 - events / at_risk) OVER (PARTITION BY period, channel ORDER BY day) AS survival FROM risks
)
SELECT period, channel, sum(events)::BIGINT AS numerator, max(at_risk)::BIGINT AS n,
  min(day) FILTER (survival <= 0.5 + 1e-9) AS value
FROM curve GROUP BY ALL
