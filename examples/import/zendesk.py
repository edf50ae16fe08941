#!/usr/bin/env python3
"""Zendesk: the full JSON export of tickets with their comments, one ticket a line, and that of users.

    zendesk.py tickets.json [users.json] | deskbell import - --source zendesk

A ticket's subject stands above its first message.
"""

from html import escape

from common import Lines, arguments, documents, scalars, without_nothing

STATUS = {"new": "new", "open": "opened", "pending": "pending", "hold": "on hold",
          "solved": "closed", "closed": "closed"}
RATING = {"good": "great", "bad": "poor"}


def is_staff(user):
    return user.get("role") in ("agent", "admin")


def person(lines, user):
    if is_staff(user):
        return lines.add("agent", user["id"], name=user.get("name") or "Agent", email=user.get("email"))
    return lines.add(
        "customer", user["id"], name=user.get("name"), email=user.get("email"), phone=user.get("phone"),
        userId=user.get("external_id"), createdAt=user.get("created_at"), locale=user.get("locale"),
        notes=(user.get("notes") or "")[:255], tags=user.get("tags"),
        customData=scalars(user.get("user_fields")),
    )


def message(lines, comment, users):
    user = users.get(comment.get("author_id"), {})
    files = [without_nothing({"url": it["content_url"], "name": it.get("file_name"), "bytes": it.get("size")})
             for it in comment.get("attachments") or []]
    said = {"externalId": str(comment["id"]), "createdAt": comment["created_at"], "attachments": files,
            "type": "message" if comment.get("public", True) else "private",
            "from": "agent" if is_staff(user) else "customer"}
    if said["from"] == "agent":
        said["agent"] = str(user["id"])
    said["html" if comment.get("html_body") else "text"] = comment.get("html_body") or comment.get("body")
    return without_nothing(said)


def ticket(lines, it, users):
    for key in ("requester", "submitter", "assignee"):
        if isinstance(it.get(key), dict):
            users.setdefault(it[key]["id"], it[key])
            person(lines, it[key])
    requester = it.get("requester_id") or it["requester"]["id"]
    who = lines.add("customer", requester)
    said = [message(lines, comment, users) for comment in it.get("comments") or []]
    said = [one for one in said if "html" in one or "text" in one or "attachments" in one]
    if said and it.get("subject"):
        subject = it["subject"]
        if "html" in said[0]:
            said[0]["html"] = f"<p>{escape(subject)}</p>{said[0]['html']}"
        else:
            said[0]["text"] = f"{subject}\n\n{said[0].get('text', '')}".strip()
    group, assignee = it.get("group"), it.get("assignee_id")
    if assignee is None and isinstance(it.get("assignee"), dict):
        assignee = it["assignee"]["id"]
    lines.add(
        "chat", it["id"], customer=who, createdAt=it["created_at"], status=STATUS.get(it.get("status")),
        assignee=str(assignee) if str(assignee) in lines.lines["agent"] else None,
        department=lines.add("department", group["id"], name=group["name"]) if group else None,
        rating=RATING.get((it.get("satisfaction_rating") or {}).get("score")), messages=said,
    )


def main():
    files = arguments("zendesk.py tickets.json [users.json]")
    lines, users = Lines(), {}
    for user in documents(files[1]) if len(files) > 1 else []:
        users[user["id"]] = user
        person(lines, user)
    for it in documents(files[0]):
        ticket(lines, it, users)
    lines.write()


main()
