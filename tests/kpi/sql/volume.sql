-- Complaints by month of reception.
SELECT strftime(DATE '1970-01-01' + received, '%Y-%m') AS period, channel, count(*) AS n, count(*) AS numerator
FROM facts WHERE kind = 'complaint' AND received <= $as_of GROUP BY ALL
