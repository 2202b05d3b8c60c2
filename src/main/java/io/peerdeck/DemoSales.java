package io.peerdeck;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The sales table of the demo's third example, and what its totals must be.
final class DemoSales {
  static final int ROWS = 200_000;
  private static final List<String> REGIONS =
      List.of("north", "east", "south", "west", "centre", "islands");

  private final Map<String, long[]> totals = new TreeMap<>();

  /// Writes the same rows every time, adding them up on the way.
  void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(200_000);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("order,region,units,price_cents\n");
      for (int row = 0; row < ROWS; row++) {
        String region = REGIONS.get(random.nextInt(REGIONS.size()));
        long units = random.nextInt(1, 20);
        long price = random.nextInt(100, 10_000);
        out.write(row + "," + region + "," + units + "," + price + "\n");
        long[] total = totals.computeIfAbsent(region, name -> new long[2]);
        total[0] += units;
        total[1] += units * price;
      }
    }
  }

  /// The table the merged artifact must be.
  String totals() {
    StringBuilder table = new StringBuilder("region,units,cents\n");
    totals.forEach(
        (region, total) ->
            table
                .append(region)
                .append(',')
                .append(total[0])
                .append(',')
                .append(total[1])
                .append('\n'));
    return table.toString();
  }
}
