-- How often each organization asked in its current window, over all nodes. Times are in milliseconds
-- of the database's clock. SQLite, which one process serves, keeps its windows in memory.

CREATE TABLE rate_windows (
    org_id {int} NOT NULL,
    started_at {int} NOT NULL,
    used {int} NOT NULL,
    granted {int} NOT NULL,
    CONSTRAINT rate_windows_pkey PRIMARY KEY (org_id)
) {table};
