"""Adds the shards' sums and writes one line per region."""

import json
import os
import pathlib
import sys

totals, rows = {}, 0
for file in sorted(pathlib.Path(sys.argv[1]).glob("*/sums.json")):
    shard = json.loads(file.read_text(encoding="utf-8"))
    rows += shard["rows"]
    for region, sums in shard["regions"].items():
        total = totals.setdefault(region, {"units": 0, "cents": 0})
        for name in total:
            total[name] += sums[name]
with open(sys.argv[2], "w", encoding="utf-8") as out:
    out.write("region,units,cents\n")
    for region in sorted(totals):
        out.write(f"{region},{totals[region]['units']},{totals[region]['cents']}\n")
with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as out:
    out.write(f"rows={rows}\n")
print(f"{rows} rows in {len(totals)} regions")
