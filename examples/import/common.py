"""What the converters share: reading exports, and writing lines of the exchange format (docs/format.md)."""

import json
import sys


def documents(path):
    """The objects of an export: an object a line, a JSON array, or an object with one array in it."""
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list)]
        nested = found.get("data")
        if isinstance(nested, dict):
            lists += [value for value in nested.values() if isinstance(value, list)]
        is_envelope = len(lists) == 1 and "id" not in found and "session_id" not in found
        return lists[0] if is_envelope else [found]
    return found


def without_nothing(value):
    """An object without the keys that have no value."""
    return {key: it for key, it in value.items() if it not in (None, "", [], {})}


class Lines:
    """Writes lines in the order that the format asks for, each object once: agents, departments,
    customers, chats."""

    KINDS = ("agent", "department", "customer", "chat")

    def __init__(self):
        self.lines = {kind: {} for kind in self.KINDS}

    def add(self, kind, external_id, **fields):
        """Keeps an object, or adds to one that was kept; gives its externalId."""
        external_id = str(external_id)
        line = self.lines[kind].setdefault(external_id, {"kind": kind, "externalId": external_id})
        line.update(without_nothing(fields))
        return external_id

    def write(self):
        for kind in self.KINDS:
            for line in self.lines[kind].values():
                print(json.dumps(line, ensure_ascii=False))


def scalars(value):
    """Custom data: the values that the format has, others as JSON."""
    kept = {}
    for key, it in (value or {}).items():
        is_scalar = it is None or isinstance(it, (str, int, float, bool))
        kept[key] = it if is_scalar else json.dumps(it, ensure_ascii=False)
    return kept


def warn(text):
    print(text, file=sys.stderr)


def arguments(usage, least=1):
    """The files that the program was given."""
    if len(sys.argv) <= least:
        sys.exit(f"usage: {usage}")
    return sys.argv[1:]
