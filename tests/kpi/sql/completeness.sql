-- By month of reception, elements held of seven for each complaint.
SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel, count(*) AS n,
  sum(elements)::BIGINT AS numerator, sum(elements) / (7 * count(*)) AS value
FROM facts WHERE kind = 'complaint' AND received <= $as_of GROUP BY ALL
