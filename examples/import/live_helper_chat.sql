-- One JSON object a chat, with its messages in order.
SELECT JSON_OBJECT(
    'id', c.id, 'nick', c.nick, 'email', c.email, 'phone', c.phone, 'status', c.status,
    'time', c.time, 'cls_time', c.cls_time, 'user_id', c.user_id, 'country_code', c.country_code,
    'city', c.city, 'referrer', c.referrer, 'dep_id', c.dep_id, 'department', d.name,
    'messages', (
        SELECT JSON_ARRAYAGG(JSON_OBJECT('id', m.id, 'msg', m.msg, 'time', m.time,
            'user_id', m.user_id, 'name_support', m.name_support))
        FROM (SELECT * FROM lh_msg ORDER BY id) m WHERE m.chat_id = c.id
    )
)
FROM lh_chat c LEFT JOIN lh_departament d ON d.id = c.dep_id
ORDER BY c.id;
