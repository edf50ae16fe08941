-- What reports count. Each chat has the facts that were counted of it; the sums are those of all chats'
-- facts. The state says up to which change they are, and up to which chat the walk over all chats is,
-- which is null when none is due.

CREATE TABLE report_chats (
    org_id {int} NOT NULL,
    chat_id {int} NOT NULL,
    facts {text} NOT NULL,
    CONSTRAINT report_chats_chat_id PRIMARY KEY (org_id, chat_id)
) {table};

CREATE TABLE report_sums (
    org_id {int} NOT NULL,
    day {int} NOT NULL,
    metric {text} NOT NULL,
    agent_id {int} NOT NULL,
    department_id {int} NOT NULL,
    tag_id {int} NOT NULL,
    bucket {int} NOT NULL,
    amount {int} NOT NULL,
    seconds {int} NOT NULL,
    CONSTRAINT report_sums_day_metric_agent_id_department_id_tag_id_bucket
        PRIMARY KEY (org_id, day, metric, agent_id, department_id, tag_id, bucket)
) {table};

CREATE TABLE report_states (
    org_id {int} NOT NULL,
    seq {int} NOT NULL,
    walked_to {int},
    calendar {text} NOT NULL,
    CONSTRAINT report_states_pkey PRIMARY KEY (org_id)
) {table};

-- Since when an organization has something to count; null when it has nothing.

ALTER TABLE heads ADD COLUMN report_at {int};
UPDATE heads SET report_at = 0 WHERE chats > 0;
CREATE INDEX heads_report_at ON heads (report_at {nulls_first}, org_id) WHERE report_at IS NOT NULL;

-- What a customer said with a rating.

ALTER TABLE ratings ADD COLUMN comment {text};
