-- Agents who sign in: by which name and with what, their sessions, and the links by which they begin.
-- All three are looked up before an organization is known.

ALTER TABLE agents ADD COLUMN deactivated_at {int};
ALTER TABLE heads ADD COLUMN next_session {int};
-- Agents with the role agent see all chats if it is 1.
ALTER TABLE organizations ADD COLUMN agents_see_all {int};
CREATE INDEX department_agents_agent_id ON department_agents (org_id, agent_id);

-- A password is its argon2id hash, a recovery code its SHA-256. A second factor that was begun is
-- totp_pending until its first code confirmed it; totp_step is the last step whose code was taken.
CREATE TABLE logins (
    org_id {int} NOT NULL,
    agent_id {int} NOT NULL,
    created_at {int} NOT NULL,
    login {text} NOT NULL,
    password {text} NOT NULL,
    password_at {int} NOT NULL,
    totp_secret {text},
    totp_pending {text},
    totp_step {int},
    recovery {text} NOT NULL,
    CONSTRAINT logins_agent_id PRIMARY KEY (org_id, agent_id)
) {table};
CREATE UNIQUE INDEX logins_login ON logins (login);

-- The provider and the identity are those of a single sign-on, null for a password.
CREATE TABLE sessions (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    hash {text} NOT NULL,
    agent_id {int} NOT NULL,
    created_at {int} NOT NULL,
    last_used_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    confirmed_at {int},
    awaits_code {int} NOT NULL,
    tries {int} NOT NULL,
    device {text} NOT NULL,
    address {text} NOT NULL,
    provider {text},
    identity {text},
    CONSTRAINT sessions_id PRIMARY KEY (org_id, id)
) {table};
CREATE UNIQUE INDEX sessions_hash ON sessions (hash);
CREATE INDEX sessions_agent_id ON sessions (org_id, agent_id, id);
CREATE INDEX sessions_expires_at ON sessions (org_id, expires_at);

CREATE TABLE links (
    org_id {int} NOT NULL,
    hash {text} NOT NULL,
    agent_id {int} NOT NULL,
    expires_at {int} NOT NULL,
    CONSTRAINT links_hash PRIMARY KEY (hash)
) {table};
CREATE INDEX links_agent_id ON links (org_id, agent_id);
CREATE INDEX links_expires_at ON links (org_id, expires_at);
