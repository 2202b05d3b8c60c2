"""Fetches every page of one section, following its links, and writes title, links and words per page as JSON."""

import json
import sys
import urllib.parse
import urllib.request
from html.parser import HTMLParser

PAGE_LIMIT = 200


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.title, self.links, self.words, self.inside = "", [], 0, ""

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        if tag == "a":
            self.links += [value for name, value in attributes if name == "href" and value]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside == "title":
            self.title += text
        else:
            self.words += len(text.split())


def crawl(site, section):
    start = f"{site}/{section}/index.html"
    queue, seen, pages = [start], {start}, []
    while queue and len(pages) < PAGE_LIMIT:
        address = queue.pop(0)
        with urllib.request.urlopen(address, timeout=10) as response:
            page = Page()
            page.feed(response.read(1 << 20).decode("utf-8"))
        print(f"{address}: {page.title}")
        pages.append({"address": address, "title": page.title, "words": page.words})
        for link in page.links:
            target = urllib.parse.urljoin(address, link)
            if target.startswith(f"{site}/{section}/") and target not in seen:
                seen.add(target)
                queue.append(target)
    return sorted(pages, key=lambda page: page["address"])


if __name__ == "__main__":
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        json.dump(crawl(sys.argv[1], sys.argv[2]), out, indent=2)
