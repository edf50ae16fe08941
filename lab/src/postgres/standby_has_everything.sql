DO $$ BEGIN
  WHILE NOT EXISTS (
    SELECT FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn()
  ) LOOP
    PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01);
  END LOOP;
END $$
