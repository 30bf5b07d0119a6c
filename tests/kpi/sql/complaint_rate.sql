-- By month of reception, complaints of a channel per 1,000 customers of all: customers have no channel.
SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS month, facts.channel, count(*) AS n, count(*) AS numerator,
  1000 * count(*) / any_value(exposures.count) AS value, month AS period
FROM facts
JOIN exposures ON measure = 'customers' AND exposures.period = strftime(DATE '1970-01-01' + received, '%Y-%m')
WHERE kind = 'complaint' AND received <= $as_of
GROUP BY ALL
