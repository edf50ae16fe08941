#!/usr/bin/env python3
"""Intercom: conversations as `GET /conversations/{id}` gives them, and contacts.

    intercom.py conversations.json [contacts.json] | deskbell import - --source intercom

Intercom gives at most 500 parts of a conversation: a line on standard error tells of each that has more.
"""

from common import Lines, arguments, documents, scalars, warn, without_nothing

STATUS = {"open": "opened", "closed": "closed", "snoozed": "pending"}
RATING = {1: "very poor", 2: "poor", 3: "average", 4: "great", 5: "perfect"}
CUSTOMERS = ("user", "lead", "contact")


def contact(lines, it):
    place = it.get("location") or {}
    lines.add(
        "customer", it["id"], userId=it.get("external_id"), name=it.get("name"),
        email=it.get("email"), phone=it.get("phone"), locale=it.get("language_override"),
        createdAt=it.get("created_at"), firstSeen=it.get("signed_up_at"),
        lastSeen=it.get("last_seen_at"), unsubscribed=it.get("unsubscribed_from_emails"),
        location=without_nothing({"city": place.get("city"), "regionCode": place.get("region"),
                                  "countryCode": place.get("country_code")}),
        tags=[tag["name"] for tag in (it.get("tags") or {}).get("data", []) if "name" in tag],
        customData=scalars(it.get("custom_attributes")),
    )


def message(lines, part, kind="message"):
    """One message, or None for a part in which nobody says anything."""
    files = [{"url": it["url"], "name": it.get("name"), "bytes": it.get("filesize")}
             for it in part.get("attachments") or [] if it.get("url")]
    if not part.get("body") and not files:
        return None
    author = part.get("author") or {}
    said = {"externalId": str(part["id"]), "createdAt": part["created_at"], "type": kind,
            "html": part.get("body"), "attachments": [without_nothing(it) for it in files]}
    if author.get("type") in CUSTOMERS:
        said["from"] = "customer"
    else:
        said["from"] = "agent"
        said["agent"] = lines.add("agent", author.get("id", "bot"),
                                  name=author.get("name") or "Bot", email=author.get("email"))
    return without_nothing(said)


def conversation(lines, it):
    source = it.get("source") or {}
    contacts = (it.get("contacts") or {}).get("contacts") or []
    author = source.get("author") or {}
    is_theirs = author.get("type") in CUSTOMERS
    if not contacts and not is_theirs:
        warn(f"conversation {it['id']} has no contact and was left out")
        return
    who = str(contacts[0]["id"] if contacts else author["id"])
    lines.add("customer", who, userId=contacts[0].get("external_id") if contacts else None)
    if is_theirs and str(author.get("id")) == who:
        lines.add("customer", who, name=author.get("name"), email=author.get("email"))
    parts = it.get("conversation_parts") or {}
    rows = parts.get("conversation_parts") or []
    if parts.get("total_count", 0) > len(rows):
        warn(f"conversation {it['id']} has {parts['total_count']} parts, of which {len(rows)} are here")
    first = dict(source, id=f"source-{it['id']}", created_at=it["created_at"])
    said = [message(lines, first)]
    said += [message(lines, part, "private" if part.get("part_type") == "note" else "message")
             for part in rows]
    assignee = it.get("admin_assignee_id")
    rating = (it.get("conversation_rating") or {}).get("rating")
    lines.add(
        "chat", it["id"], customer=who, createdAt=it["created_at"], status=STATUS.get(it.get("state")),
        assignee=str(assignee) if str(assignee) in lines.lines["agent"] else None,
        snoozedUntil=it.get("snoozed_until"), rating=RATING.get(rating),
        closedAt=(it.get("statistics") or {}).get("last_close_at"),
        messages=[it for it in said if it],
    )


def main():
    files = arguments("intercom.py conversations.json [contacts.json]")
    lines = Lines()
    for it in documents(files[1]) if len(files) > 1 else []:
        contact(lines, it)
    for it in documents(files[0]):
        conversation(lines, it)
    lines.write()


main()
