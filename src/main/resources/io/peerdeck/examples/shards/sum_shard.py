"""Sums units and cents per region over the rows of one shard (row number modulo the number of shards)."""

import csv
import json
import sys

source, shard, shards, target = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
sums, rows = {}, 0
with open(source, newline="", encoding="utf-8") as lines:
    for number, row in enumerate(csv.DictReader(lines)):
        if number % shards == shard:
            region = sums.setdefault(row["region"], {"units": 0, "cents": 0})
            region["units"] += int(row["units"])
            region["cents"] += int(row["units"]) * int(row["price_cents"])
            rows += 1
with open(target, "w", encoding="utf-8") as out:
    json.dump({"rows": rows, "regions": sums}, out)
print(f"shard {shard}: {rows} rows, {len(sums)} regions")
