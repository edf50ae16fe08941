-- The foundation: organizations and their keys, who answers, who asks, what is said, what changed.
-- Ids and times are 64-bit numbers; chats and customers carry seconds, messages milliseconds.
-- Every key begins with org_id, except in the tables that are looked up before it is known.

CREATE TABLE organizations (
    id {int} NOT NULL,
    domain {text} NOT NULL,
    team_online {int} NOT NULL,
    chat_enabled {int} NOT NULL,
    requests_per_minute {int},
    created_at {int} NOT NULL,
    CONSTRAINT organizations_id PRIMARY KEY (id)
) {table};
CREATE UNIQUE INDEX organizations_domain ON organizations (domain);

CREATE TABLE heads (
    org_id {int} NOT NULL,
    seq {int} NOT NULL,
    next_agent {int} NOT NULL,
    next_application {int} NOT NULL,
    next_chat {int} NOT NULL,
    next_customer {int} NOT NULL,
    next_delivery {int} NOT NULL,
    next_department {int} NOT NULL,
    next_event {int} NOT NULL,
    next_key {int} NOT NULL,
    next_message {int} NOT NULL,
    next_tag {int} NOT NULL,
    next_webhook {int} NOT NULL,
    agents {int} NOT NULL,
    applications {int} NOT NULL,
    chats {int} NOT NULL,
    customers {int} NOT NULL,
    departments {int} NOT NULL,
    webhooks {int} NOT NULL,
    CONSTRAINT heads_pkey PRIMARY KEY (org_id)
) {table};

CREATE TABLE api_keys (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text} NOT NULL,
    hash {text} NOT NULL,
    scope {text} NOT NULL,
    created_at {int} NOT NULL,
    revoked_at {int},
    CONSTRAINT api_keys_id PRIMARY KEY (org_id, id)
) {table};
CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);

CREATE TABLE applications (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text} NOT NULL,
    display_name {text},
    kind {text} NOT NULL,
    active {int} NOT NULL,
    CONSTRAINT applications_id PRIMARY KEY (org_id, id)
) {table};

CREATE TABLE agents (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text} NOT NULL,
    email {text},
    role {text} NOT NULL,
    unsubscribed {int} NOT NULL,
    CONSTRAINT agents_id PRIMARY KEY (org_id, id)
) {table};

CREATE TABLE departments (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text} NOT NULL,
    CONSTRAINT departments_id PRIMARY KEY (org_id, id)
) {table};

CREATE TABLE department_agents (
    org_id {int} NOT NULL,
    department_id {int} NOT NULL,
    agent_id {int} NOT NULL,
    CONSTRAINT department_agents_department_id_agent_id
        PRIMARY KEY (org_id, department_id, agent_id)
) {table};

-- A folded text is what `~` looks in: null where it is the text itself.
CREATE TABLE customers (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text},
    email {text},
    user_id {text},
    company {text},
    phone {text},
    first_seen {int},
    last_seen {int},
    region_code {text},
    country_code {text},
    city {text},
    unsubscribed {int} NOT NULL,
    blocked {int} NOT NULL,
    source {text},
    referer {text},
    last_page {text},
    locale {text},
    notes {text},
    created_from {text},
    integration_id {text},
    custom_data {text} NOT NULL,
    created_at {int} NOT NULL,
    name_folded {text},
    email_folded {text},
    user_id_folded {text},
    company_folded {text},
    phone_folded {text},
    region_code_folded {text},
    country_code_folded {text},
    city_folded {text},
    locale_folded {text},
    integration_id_folded {text},
    CONSTRAINT customers_id PRIMARY KEY (org_id, id)
) {table};
CREATE UNIQUE INDEX customers_user_id ON customers (org_id, user_id);
CREATE INDEX customers_created_at ON customers (org_id, created_at, id DESC);
CREATE INDEX customers_first_seen ON customers (org_id, first_seen {nulls_first}, id DESC);
CREATE INDEX customers_last_seen ON customers (org_id, last_seen {nulls_first}, id DESC);

-- No change tells of a tag: whoever keeps tags in memory asks for those above the last change they know.
CREATE TABLE tags (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text} NOT NULL,
    color {text} NOT NULL,
    changed_seq {int} NOT NULL,
    CONSTRAINT tags_id PRIMARY KEY (org_id, id)
) {table};
CREATE UNIQUE INDEX tags_name ON tags (org_id, name);
CREATE INDEX tags_changed_seq ON tags (org_id, changed_seq);

CREATE TABLE customer_tags (
    org_id {int} NOT NULL,
    customer_id {int} NOT NULL,
    place {int} NOT NULL,
    tag_id {int} NOT NULL,
    CONSTRAINT customer_tags_customer_id_place PRIMARY KEY (org_id, customer_id, place)
) {table};
CREATE UNIQUE INDEX customer_tags_tag_id_customer_id
    ON customer_tags (org_id, tag_id, customer_id);

CREATE TABLE events (
    org_id {int} NOT NULL,
    customer_id {int} NOT NULL,
    id {int} NOT NULL,
    name {text} NOT NULL,
    data {text} NOT NULL,
    created_at {int} NOT NULL,
    CONSTRAINT events_customer_id_id PRIMARY KEY (org_id, customer_id, id)
) {table};

-- A side has read every message up to the place its *_read_to says: what was not read before it
-- was marked then.
CREATE TABLE chats (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    customer_id {int} NOT NULL,
    application_id {int} NOT NULL,
    assignee_id {int},
    department_id {int},
    status {text} NOT NULL,
    closed_by {text},
    created_with {text} NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    closed_at {int},
    snoozed_until {int},
    rating {text},
    last_customer_message_at {int},
    last_message_at {int},
    last_message_text {text},
    last_message_id {int},
    last_communicated_agent_id {int},
    read_by_agent {int} NOT NULL,
    read_by_customer {int} NOT NULL,
    messages {int} NOT NULL,
    agent_read_to {int} NOT NULL,
    customer_read_to {int} NOT NULL,
    CONSTRAINT chats_id PRIMARY KEY (org_id, id)
) {table};
CREATE INDEX chats_customer_id ON chats (org_id, customer_id, id);
CREATE INDEX chats_snoozed_until ON chats (snoozed_until {nulls_first})
    WHERE snoozed_until IS NOT NULL;
CREATE INDEX chats_created_at ON chats (org_id, created_at, id DESC);
CREATE INDEX chats_last_customer_message_at
    ON chats (org_id, last_customer_message_at {nulls_first}, id DESC);
CREATE INDEX chats_last_message_at ON chats (org_id, last_message_at {nulls_first}, id DESC);
CREATE INDEX chats_closed_at ON chats (org_id, closed_at {nulls_first}, id DESC);

CREATE TABLE chat_agents (
    org_id {int} NOT NULL,
    chat_id {int} NOT NULL,
    place {int} NOT NULL,
    agent_id {int} NOT NULL,
    CONSTRAINT chat_agents_chat_id_place PRIMARY KEY (org_id, chat_id, place)
) {table};

CREATE TABLE messages (
    org_id {int} NOT NULL,
    chat_id {int} NOT NULL,
    seq {int} NOT NULL,
    id {int} NOT NULL,
    agent_id {int},
    kind {text} NOT NULL,
    text {text},
    read {int} NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int},
    edited {int} NOT NULL,
    broadcast_type {text},
    author {text} NOT NULL,
    CONSTRAINT messages_chat_id_seq PRIMARY KEY (org_id, chat_id, seq)
) {table};

-- What a change fires are the names of webhooks' events, with spaces between; null for none.
CREATE TABLE changes (
    org_id {int} NOT NULL,
    seq {int} NOT NULL,
    at {int} NOT NULL,
    kind {text} NOT NULL,
    subject {int} NOT NULL,
    chat_id {int},
    customer_id {int},
    quiet {int} NOT NULL,
    payload {text},
    fires {text},
    CONSTRAINT changes_seq PRIMARY KEY (org_id, seq)
) {table};
-- By these the payloads of what was erased are found; a row whose payload went is in none of them.
CREATE INDEX changes_chat_id ON changes (org_id, chat_id {nulls_first}, seq)
    WHERE chat_id IS NOT NULL;
CREATE INDEX changes_customer_id ON changes (org_id, customer_id {nulls_first}, seq)
    WHERE customer_id IS NOT NULL;

CREATE TABLE imports (
    org_id {int} NOT NULL,
    source {text} NOT NULL,
    external_id {text} NOT NULL,
    chat_id {int} NOT NULL,
    CONSTRAINT imports_source_external_id PRIMARY KEY (org_id, source, external_id)
) {table};

-- What a request with an Idempotency-Key did: its answer is the payload of that change.
CREATE TABLE idempotency (
    org_id {int} NOT NULL,
    operation {text} NOT NULL,
    key {text} NOT NULL,
    body_hash {text} NOT NULL,
    seq {int} NOT NULL,
    at {int} NOT NULL,
    CONSTRAINT idempotency_operation_key PRIMARY KEY (org_id, operation, key)
) {table};
CREATE INDEX idempotency_at ON idempotency (org_id, at);

-- What still has rows to remove: the messages of a chat, the events of a customer. Its owner is gone
-- already, so nobody can reach them.
CREATE TABLE erasures (
    org_id {int} NOT NULL,
    kind {text} NOT NULL,
    subject {int} NOT NULL,
    CONSTRAINT erasures_kind_subject PRIMARY KEY (org_id, kind, subject)
) {table};

-- Short-lived stand-ins for keys, for where a key cannot be sent. Like keys they are looked up by
-- their hash, before an organization is known.
CREATE TABLE tickets (
    org_id {int} NOT NULL,
    hash {text} NOT NULL,
    key_id {int} NOT NULL,
    expires_at {int} NOT NULL,
    CONSTRAINT tickets_hash PRIMARY KEY (hash)
) {table};
CREATE INDEX tickets_expires_at ON tickets (org_id, expires_at);
