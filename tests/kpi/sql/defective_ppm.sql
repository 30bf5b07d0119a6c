-- By whole month, products found defective per million sold; neither is known by channel.
SELECT period, NULL::VARCHAR AS channel, 0 AS n,
  sum(count) FILTER (measure = 'defective')::BIGINT AS numerator,
  1e6 * sum(count) FILTER (measure = 'defective') / sum(count) FILTER (measure = 'sold') AS value
FROM exposures
WHERE channel IS NULL AND last_day((period || '-01')::DATE) <= DATE '1970-01-01' + $as_of::INTEGER
GROUP BY ALL
