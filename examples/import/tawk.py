#!/usr/bin/env python3
"""tawk.to: the transcripts that its webhook `chat:transcript_created` sends, one a line.

    tawk.py transcripts.ndjson | deskbell import - --source tawk
"""

from common import Lines, arguments, documents, without_nothing

FROM = {"v": "customer", "a": "agent", "s": "system"}


def files(it):
    found = [(one.get("content") or {}).get("file") or {} for one in it.get("attchs") or []]
    return [without_nothing({"url": one["url"], "name": one.get("name"), "bytes": one.get("size")})
            for one in found if one.get("url")]


def message(lines, it):
    """One message, or None for what nobody said: what the system notes of the chat is left out."""
    sender, attached = it.get("sender") or {}, files(it)
    side = FROM.get(sender.get("t"))
    if side not in ("customer", "agent") or not (it.get("msg") or attached):
        return None
    said = {"from": side, "text": it.get("msg"), "createdAt": it["time"], "attachments": attached}
    if side == "agent":
        said["agent"] = lines.add("agent", sender.get("id") or sender.get("n") or "agent",
                                  name=sender.get("n") or "Agent")
    return without_nothing(said)


def transcript(lines, it):
    chat = it.get("chat") or it
    visitor, said = chat.get("visitor") or {}, chat.get("messages") or []
    email = visitor.get("email")
    who = lines.add(
        "customer", visitor.get("id") or (email.lower() if email else f"chat-{chat['id']}"),
        name=visitor.get("name"), email=email,
        location=without_nothing({"city": visitor.get("city"), "countryCode": visitor.get("country")}),
    )
    messages = [message(lines, one) for one in said]
    lines.add("chat", chat["id"], customer=who, status="closed",
              createdAt=said[0]["time"] if said else it.get("time"),
              messages=[one for one in messages if one])


def main():
    lines = Lines()
    for path in arguments("tawk.py transcripts.ndjson…"):
        for it in documents(path):
            transcript(lines, it)
    lines.write()


main()
