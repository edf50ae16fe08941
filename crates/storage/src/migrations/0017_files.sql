-- What an organization needs once for its files: the next id, the size of all stored bytes, and the
-- secret that signs links. There is no row before the first upload.

CREATE TABLE file_heads (
    org_id {int} NOT NULL,
    next_file {int} NOT NULL,
    bytes {int} NOT NULL,
    secret {text} NOT NULL,
    CONSTRAINT file_heads_pkey PRIMARY KEY (org_id)
) {table};

-- Stored bytes, once for each content, under a key that is never used again. `files` is the number of
-- files with this content.

CREATE TABLE blobs (
    org_id {int} NOT NULL,
    sha256 {text} NOT NULL,
    blob_key {text} NOT NULL,
    bytes {int} NOT NULL,
    files {int} NOT NULL,
    CONSTRAINT blobs_sha256 PRIMARY KEY (org_id, sha256)
) {table};
CREATE UNIQUE INDEX blobs_blob_key ON blobs (org_id, blob_key);

-- Keys whose bytes belong to no file: of uploads that run or broke off, and of bytes that are about to
-- be removed.

CREATE TABLE loose_blobs (
    org_id {int} NOT NULL,
    blob_key {text} NOT NULL,
    state {text} NOT NULL,
    noted_at {int} NOT NULL,
    CONSTRAINT loose_blobs_blob_key PRIMARY KEY (org_id, blob_key)
) {table};
CREATE INDEX loose_blobs_noted_at ON loose_blobs (org_id, state, noted_at);

-- Files. A message names a file by its chat and its position there; no message names a new one.

CREATE TABLE files (
    org_id {int} NOT NULL,
    id {int} NOT NULL,
    sha256 {text} NOT NULL,
    bytes {int} NOT NULL,
    media {text} NOT NULL,
    name {text} NOT NULL,
    width {int},
    height {int},
    actor_kind {text} NOT NULL,
    actor_id {int},
    created_at {int} NOT NULL,
    chat_id {int},
    message_seq {int},
    place {int},
    CONSTRAINT files_id PRIMARY KEY (org_id, id)
) {table};
CREATE INDEX files_chat_id
    ON files (org_id, chat_id {nulls_first}, message_seq {nulls_first}, place {nulls_first})
    WHERE chat_id IS NOT NULL;
CREATE INDEX files_created_at ON files (org_id, created_at) WHERE chat_id IS NULL;
CREATE INDEX files_actor_id
    ON files (org_id, actor_kind, actor_id {nulls_first}, created_at);
