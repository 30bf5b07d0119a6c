-- By whole month, errors per shipment; neither is known by channel.
SELECT period, NULL::VARCHAR AS channel, 0 AS n,
  sum(count) FILTER (measure = 'shipping_errors')::BIGINT AS numerator,
  sum(count) FILTER (measure = 'shipping_errors') / sum(count) FILTER (measure = 'shipped') AS value
FROM exposures
WHERE channel IS NULL AND last_day((period || '-01')::DATE) <= DATE '1970-01-01' + $as_of::INTEGER
GROUP BY ALL
