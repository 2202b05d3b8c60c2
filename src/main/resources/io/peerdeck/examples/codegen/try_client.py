"""Calls every generated method once and checks what it would send."""

import sys

from petstore_client import Client

calls = []
client = Client(lambda *call: calls.append(call))
client.list_pets(limit=3)
client.create_pet({"name": "Rex"})
client.get_pet("7")
client.remove_pet("7")
client.book_visit("7", {"day": "monday"})

expected = [
    ("GET", "/pets", {"limit": 3}, None),
    ("POST", "/pets", {}, {"name": "Rex"}),
    ("GET", "/pets/7", {}, None),
    ("DELETE", "/pets/7", {}, None),
    ("POST", "/pets/7/visits", {}, {"day": "monday"}),
]
assert calls == expected, calls
assert int(sys.argv[1]) == len(expected), f"{sys.argv[1]} operations were announced"
print(f"{len(calls)} operations work")
