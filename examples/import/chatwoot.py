#!/usr/bin/env python3
"""Chatwoot: conversations of its API, each with all of its `messages`.

    chatwoot.py conversations.json | deskbell import - --source chatwoot

`GET /api/v1/accounts/A/conversations/C` gives a conversation, `…/C/messages` 20 messages a page (`before`).
"""

from common import Lines, arguments, documents, scalars, without_nothing

STATUS = {"open": "opened", "resolved": "closed", "pending": "pending", "snoozed": "pending"}
KINDS = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}


def agent(lines, it):
    return lines.add("agent", it["id"], name=it.get("name") or "Agent", email=it.get("email"))


def message(lines, it):
    """One message, or None for what nobody said."""
    kind = KINDS.get(it.get("message_type"), it.get("message_type"))
    files = [without_nothing({"url": file["data_url"], "name": file.get("fallback_title"),
                              "bytes": file.get("file_size")}) for file in it.get("attachments") or []]
    if kind == KINDS["activity"] or not (it.get("content") or files):
        return None
    said = {"externalId": str(it["id"]), "createdAt": it["created_at"], "text": it.get("content"),
            "type": "private" if it.get("private") else "message", "attachments": files,
            "from": "customer" if kind == KINDS["incoming"] else "agent"}
    sender = it.get("sender") or {}
    if said["from"] == "agent":
        is_person = sender.get("type", "user") == "user" and "id" in sender
        said["agent"] = agent(lines, sender if is_person else {"id": "bot", "name": "Bot"})
    return without_nothing(said)


def conversation(lines, it):
    meta = it.get("meta") or {}
    sender, assignee, team = meta["sender"], meta.get("assignee"), meta.get("team")
    more = sender.get("additional_attributes") or {}
    who = lines.add(
        "customer", sender["id"], name=sender.get("name"), email=sender.get("email"),
        phone=sender.get("phone_number"), userId=sender.get("identifier"),
        company=more.get("company_name"), createdAt=sender.get("created_at"),
        location=without_nothing({"city": more.get("city"), "countryCode": more.get("country_code")}),
        customData=scalars(sender.get("custom_attributes")),
    )
    said = [message(lines, one) for one in it.get("messages") or []]
    lines.add(
        "chat", it["id"], customer=who, createdAt=it["created_at"], status=STATUS.get(it.get("status")),
        assignee=agent(lines, assignee) if assignee else None, snoozedUntil=it.get("snoozed_until"),
        department=lines.add("department", team["id"], name=team["name"]) if team else None,
        messages=[one for one in said if one],
    )


def main():
    lines = Lines()
    for path in arguments("chatwoot.py conversations.json…"):
        for it in documents(path):
            conversation(lines, it)
    lines.write()


main()
