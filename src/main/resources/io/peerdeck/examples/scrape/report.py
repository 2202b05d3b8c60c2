"""Merges the sections' pages into one report."""

import json
import os
import pathlib
import sys

sections = {
    file.parent.name: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*/pages.json"))
}
report = {
    "pages": sum(len(pages) for pages in sections.values()),
    "words": sum(page["words"] for pages in sections.values() for page in pages),
    "titles": {name: [page["title"] for page in pages] for name, pages in sections.items()},
}
pathlib.Path(sys.argv[2]).write_text(json.dumps(report, indent=2), encoding="utf-8")
with open(os.environ["GITHUB_STEP_SUMMARY"], "a", encoding="utf-8") as summary:
    summary.write(f"## Scraped {report['pages']} pages, {report['words']} words\n")
print(f"{report['pages']} pages, {report['words']} words")
