-- Kaplan-Meier by month of reception: the first day with survival at most 0.25.
WITH waited AS (
  SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel,
    CASE WHEN replied <= $as_of THEN replied - received ELSE $as_of - received END AS day,
    coalesce(replied <= $as_of, false) AS stopped
  FROM facts
  WHERE kind = 'complaint' AND supplies_reply AND coalesce(replied >= received, true) AND received <= $as_of
), days AS (
  SELECT period, channel, day, count(*) AS leaving, count(*) FILTER (stopped) AS events FROM waited GROUP BY ALL
), risks AS (
  SELECT *, sum(leaving) OVER (PARTITION BY period, channel ORDER BY day DESC) AS at_risk FROM days
), curve AS (
  SELECT *, product(1 - events / at_risk) OVER (PARTITION BY period, channel ORDER BY day) AS survival FROM risks
)
SELECT period, channel, sum(events)::BIGINT AS numerator, max(at_risk)::BIGINT AS n,
  min(day) FILTER (survival <= 0.25 + 1e-9) AS value
FROM curve GROUP BY ALL
