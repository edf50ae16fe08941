#!/usr/bin/env python3
"""Deskbell from Python, with the standard library alone.

    export URL=http://127.0.0.1:8080 KEY=…
    python3 python.py pages                 counts every chat and every message
    python3 python.py post CHAT TEXT        posts a message, once, however often it has to be sent
    python3 python.py follow FILE [COUNT]   prints what changes; FILE keeps how far it came
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

URL, KEY = os.environ["URL"], os.environ["KEY"]


def call(method, path, body=None, **headers):
    """Gives the status and the JSON; repeats the request after 429, 503 or a broken connection."""
    headers["Authorization"] = f"Bearer {KEY}"
    data = None if body is None else json.dumps(body).encode()
    while True:
        request = urllib.request.Request(URL + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=90) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            if refused.code not in (429, 503):
                return refused.code, json.load(refused)
            time.sleep(int(refused.headers["Retry-After"]))
        except OSError:
            time.sleep(0.2)


def expect(wanted, status, answer):
    """Ends the program with the server's words if the status is another one."""
    if status != wanted:
        sys.exit("\n".join(error["message"] for error in answer["errors"]))


def pages(path, name):
    """Every item of a list, page by page; no item is missed when others come or go meanwhile."""
    cursor = ""
    while cursor is not None:
        status, page = call("GET", f"{path}?limit=100&cursor={cursor}")
        if status == 404:
            return  # A chat without messages.
        expect(200, status, page)
        yield from page[name]
        cursor = page["meta"]["next"]


def count():
    chats = list(pages("/v1/chats", "data"))
    messages = sum(1 for chat in chats for _ in pages(f"/v1/chats/{chat['id']}/messages", "data"))
    print(len(chats), "chats,", messages, "messages")


def post(chat, text):
    once = {"Idempotency-Key": str(uuid.uuid4())}
    status, message = call("POST", "/v1/messages", {"chat": chat, "text": text}, **once)
    expect(201, status, message)
    print(message["id"])


def follow(file, left=-1):
    try:
        with open(file) as kept:
            after, _, history = kept.read().strip().partition(" ")
    except FileNotFoundError:
        after, history = 0, ""
    while left != 0:
        known = f"&history={history}" if history else ""
        status, page = call("GET", f"/v1/changes?after={after}&wait=30{known}")
        # 410: away for too long, or a backup was restored. Read everything again, then follow.
        expect(200, status, page)
        history = page["meta"]["history"]
        for change in page["data"][: left if left > 0 else None]:
            print(change["seq"], change["kind"], flush=True)
            left -= 1
            after = change["seq"]
        with open(file, "w") as kept:
            kept.write(f"{after} {history}")


match sys.argv[1:]:
    case ["pages"]:
        count()
    case ["post", chat, text]:
        post(chat, text)
    case ["follow", file]:
        follow(file)
    case ["follow", file, number]:
        follow(file, int(number))
    case _:
        sys.exit(__doc__)
