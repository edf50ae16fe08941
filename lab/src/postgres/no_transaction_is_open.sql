DO $$ BEGIN
  WHILE EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = '{name}' AND state LIKE 'idle in transaction%'
  ) LOOP
    IF clock_timestamp() > now() + INTERVAL '3 seconds' THEN
      RAISE 'a transaction was left open';
    END IF;
    PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01);
  END LOOP;
END $$
