-- By month of reception and channel, complaints per 1,000 contacts of that channel; only whole months have contacts.
WITH told AS (
  SELECT period, channel, count AS contacts FROM exposures
  WHERE measure = 'contacts' AND last_day((period || '-01')::DATE) <= DATE '1970-01-01' + $as_of::INTEGER
), complaints AS (
  SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel, count(*) AS n FROM facts
  WHERE kind = 'complaint' AND received <= $as_of GROUP BY ALL
)
SELECT period, channel, n, n AS numerator, 1000 * n / contacts AS value
FROM complaints LEFT JOIN told USING (period, channel)
