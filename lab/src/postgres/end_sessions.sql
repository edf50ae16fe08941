DO $$ BEGIN
  WHILE (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}') > 0 LOOP
    PERFORM pg_stat_clear_snapshot();
  END LOOP;
END $$
