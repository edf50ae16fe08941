#!/usr/bin/env python3
"""LiveChat: archives as `list_archives` of its Agent Chat API gives them.

    livechat.py archives.json | deskbell import - --source livechat

Each thread becomes a chat of its own: that is what LiveChat's archives show.
"""

from common import Lines, arguments, documents, without_nothing


def message(event, users):
    """One message, or None for what nobody said: what the system notes of the chat is left out."""
    side = users.get(event.get("author_id"), {}).get("type")
    if side not in ("agent", "customer"):
        return None
    said = {"externalId": str(event["id"]), "createdAt": event["created_at"], "from": side,
            "type": "private" if event.get("visibility") == "agents" else "message"}
    if side == "agent":
        said["agent"] = str(event["author_id"])
    if event["type"] == "message":
        said["text"] = event.get("text")
    elif event["type"] == "file" and event.get("url"):
        said["attachments"] = [without_nothing({"url": event["url"], "name": event.get("name"),
                                                "bytes": event.get("size")})]
    elif event["type"] == "filled_form":
        fields = event.get("fields") or []
        said["text"] = "\n".join(f"{it.get('label')} {it.get('answer', '')}".strip() for it in fields)
    said = without_nothing(said)
    return said if "text" in said or "attachments" in said else None


def chat(lines, it):
    users = {user["id"]: user for user in it.get("users") or []}
    who = None
    for user in users.values():
        if user.get("type") == "agent":
            email = user.get("email") or (user["id"] if "@" in user["id"] else None)
            lines.add("agent", user["id"], name=user.get("name") or user["id"], email=email)
        elif user.get("type") == "customer":
            data = {key: value for field in user.get("session_fields") or [] for key, value in field.items()}
            who = lines.add("customer", user["id"], name=user.get("name"), email=user.get("email"),
                            customData=data)
    thread = it.get("thread") or {}
    events = [message(event, users) for event in thread.get("events") or []]
    score = (((thread.get("properties") or {}).get("rating") or {}).get("score") or {}).get("value")
    lines.add(
        "chat", thread.get("id") or it["id"], customer=who, createdAt=thread.get("created_at"),
        status="opened" if thread.get("active") else "closed",
        rating={1: "great", 0: "poor"}.get(score), messages=[one for one in events if one],
    )


def main():
    lines = Lines()
    for path in arguments("livechat.py archives.json…"):
        for it in documents(path):
            chat(lines, it)
    lines.write()


main()
