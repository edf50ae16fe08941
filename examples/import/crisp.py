#!/usr/bin/env python3
"""Crisp: conversations with their messages, as its REST API gives both.

    crisp.py conversations.json | deskbell import - --source crisp

Each conversation has its `messages` (`GET /v1/website/W/conversation/S/messages`) beside `meta`.
"""

from common import Lines, arguments, documents, scalars, without_nothing

STATUS = {"resolved": "closed", "unresolved": "opened", "pending": "new"}


def message(lines, it):
    """One message, or None for what nobody said."""
    content, kind = it.get("content"), it.get("type")
    said = {"externalId": str(it["fingerprint"]), "createdAt": it["timestamp"],
            "type": "private" if kind == "note" else "message",
            "from": "customer" if it.get("from") == "user" else "agent"}
    if kind in ("file", "audio", "animation") and isinstance(content, dict):
        said["attachments"] = [without_nothing({"url": content.get("url"), "name": content.get("name")})]
    elif kind in ("text", "note") and content:
        said["text"] = content
    elif isinstance(content, dict) and isinstance(content.get("text"), str):
        said["text"] = content["text"]
    else:
        return None
    if said["from"] == "agent":
        user = it.get("user") or {}
        said["agent"] = lines.add("agent", user.get("user_id", "bot"), name=user.get("nickname") or "Bot")
    return said


def conversation(lines, it):
    meta, key = it.get("meta") or {}, it["session_id"]
    place = (meta.get("device") or {}).get("geolocation") or {}
    email = meta.get("email")
    who = lines.add(
        "customer", email.lower() if email else key, name=meta.get("nickname"), email=email,
        phone=meta.get("phone"), tags=meta.get("segments"), customData=scalars(meta.get("data")),
        location=without_nothing({"city": place.get("city"), "regionCode": place.get("region"),
                                  "countryCode": place.get("country")}),
    )
    said = [message(lines, one) for one in it.get("messages") or []]
    lines.add("chat", key, customer=who, createdAt=it.get("created_at"),
              status=STATUS.get(it.get("state")), messages=[one for one in said if one])


def main():
    lines = Lines()
    for path in arguments("crisp.py conversations.json…"):
        for it in documents(path):
            conversation(lines, it)
    lines.write()


main()
