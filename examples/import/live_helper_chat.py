#!/usr/bin/env python3
"""Live Helper Chat: its tables, read by one query of MySQL.

    mysql --batch --raw --skip-column-names lhc < live_helper_chat.sql > chats.ndjson
    live_helper_chat.py chats.ndjson | deskbell import - --source lhc
"""

from common import Lines, arguments, documents, without_nothing

STATUS = {0: "new", 1: "opened", 2: "closed"}
VISITOR, SYSTEM = 0, -1


def message(lines, it):
    """One message, or None for what nobody said: what the system notes of the chat is left out."""
    if it["user_id"] == SYSTEM or not it.get("msg"):
        return None
    said = {"externalId": str(it["id"]), "createdAt": it["time"], "text": it["msg"],
            "from": "customer" if it["user_id"] == VISITOR else "agent"}
    if said["from"] == "agent":
        is_bot = it["user_id"] < SYSTEM
        said["agent"] = lines.add("agent", "bot" if is_bot else it["user_id"],
                                  name=it.get("name_support") or ("Bot" if is_bot else "Agent"))
    return said


def chat(lines, it):
    email = it.get("email")
    who = lines.add(
        "customer", email.lower() if email else f"chat-{it['id']}", name=it.get("nick"), email=email,
        phone=it.get("phone"), referer=it.get("referrer"),
        location=without_nothing({"city": it.get("city"), "countryCode": it.get("country_code")}),
    )
    said = [message(lines, one) for one in it.get("messages") or []]
    owner = str(it.get("user_id") or "")
    lines.add(
        "chat", it["id"], customer=who, createdAt=it["time"], status=STATUS.get(it["status"]),
        closedAt=it.get("cls_time") or None, assignee=owner if owner in lines.lines["agent"] else None,
        department=lines.add("department", it["dep_id"], name=it["department"]) if it.get("department") else None,
        messages=[one for one in said if one],
    )


def main():
    lines = Lines()
    for path in arguments("live_helper_chat.py chats.ndjson…"):
        for it in documents(path):
            chat(lines, it)
    lines.write()


main()
