"""Writes a Python client class with one method per operation of an OpenAPI file."""

import json
import pathlib
import re
import sys

HEAD = '''"""Client of {title} {version}, generated from its OpenAPI description."""


class Client:
    """`transport(method, path, query, body)` carries the calls."""

    def __init__(self, transport):
        self._transport = transport
'''

METHOD = '''
    def {name}(self{arguments}):
        """{summary}."""
        return self._transport("{method}", f"{path}", {query}, {body})
'''


def snake(name):
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def method(verb, path, operation):
    parameters = operation.get("parameters", [])
    inside = [snake(p["name"]) for p in parameters if p["in"] == "path"]
    query = [p["name"] for p in parameters if p["in"] == "query"]
    has_body = "requestBody" in operation
    arguments = inside + (["body"] if has_body else []) + [f"{snake(name)}=None" for name in query]
    return METHOD.format(
        name=snake(operation["operationId"]),
        arguments="".join(", " + argument for argument in arguments),
        summary=operation.get("summary", operation["operationId"]),
        method=verb.upper(),
        path=re.sub(r"\{(\w+)\}", lambda match: "{" + snake(match.group(1)) + "}", path),
        query="{" + ", ".join(f'"{name}": {snake(name)}' for name in query) + "}",
        body="body" if has_body else "None",
    )


def main(source, target):
    api = json.loads(pathlib.Path(source).read_text(encoding="utf-8"))
    text = HEAD.format(**api["info"])
    for path, item in sorted(api["paths"].items()):
        for verb, operation in sorted(item.items()):
            text += method(verb, path, operation)
            print(f"{verb.upper()} {path} -> {snake(operation['operationId'])}")
    pathlib.Path(target).parent.mkdir(parents=True, exist_ok=True)
    pathlib.Path(target).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
