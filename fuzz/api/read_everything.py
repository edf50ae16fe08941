"""Reads everything with the client that openapi-python-client generates from openapi.json.

Usage: read_everything.py URL KEY. Prints the number of objects of each kind.
"""

import sys

from deskbell.api.changes import list_changes
from deskbell.api.chats import list_chats
from deskbell.api.customers import list_customers
from deskbell.api.messages import list_messages
from deskbell.api.organization import get_organization, list_applications
from deskbell.api.team import list_agents, list_departments
from deskbell.api.webhooks import list_deliveries, list_webhooks
from deskbell.client import AuthenticatedClient
from deskbell.models.errors import Errors

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2], raise_on_unexpected_status=True)


def pages(operation, *path, items=lambda page: page.data):
    found, cursor = [], ""
    while cursor is not None:
        page = operation.sync(*path, client=client, limit=100, cursor=cursor)
        if isinstance(page, Errors):
            assert page.errors[0].code == "messages_not_found", page
            return found
        found.extend(items(page))
        cursor = page.meta.next_
    return found


chats = pages(list_chats)
messages = [
    message
    for chat in chats
    for message in pages(list_messages, chat.id, items=lambda page: page.messages)
]
assert all(message.chat for message in messages)
changes, after = [], 0
while True:
    page = list_changes.sync(client=client, after=after, limit=100)
    if not page.data:
        break
    changes.extend(page.data)
    after = page.meta.next_
found = {
    "chats": chats,
    "messages": messages,
    "customers": pages(list_customers),
    "agents": pages(list_agents),
    "departments": pages(list_departments),
    "applications": pages(list_applications),
    "webhooks": pages(list_webhooks),
    "deliveries": pages(list_deliveries, 1),
    "changes": changes,
}
for name, items in found.items():
    assert len({item.seq if name == "changes" else item.id for item in items}) == len(items)
    print(name, len(items))
assert get_organization.sync(client=client).data.domain
