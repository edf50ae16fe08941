-- Sends a notification as a node of the database does.
SELECT pg_notify('deskbell_' || md5(current_schema()), '{text}')
