package io.peerdeck.workflow;

import java.util.BitSet;

/// The minutes of a cron expression.
final class CronMinutes {
  private static final int HOUR = 60;
  private static final int SHORTEST = 5;

  private CronMinutes() {}

  /// Whether two of its times within an hour are less than five minutes apart, the shortest
  /// interval of GitHub's `schedule`.
  static boolean isTooOften(String cron) {
    BitSet minutes = minutes(cron.strip().split("\\s+", 2)[0]);
    int before = -SHORTEST;
    for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
      if (minute - before < SHORTEST) {
        return true;
      }
      before = minute;
    }
    return false;
  }

  /// The minutes a field names; none of a part that is no list, range or step.
  private static BitSet minutes(String field) {
    BitSet minutes = new BitSet(HOUR);
    for (String part : field.split(",", HOUR)) {
      if (part.matches("(\\*|\\d{1,2}(-\\d{1,2})?)(/[1-9]\\d?)?")) {
        String[] range = part.split("/", 2);
        int step = range.length > 1 ? Integer.parseInt(range[1]) : 1;
        String[] ends = range[0].split("-", 2);
        boolean all = ends[0].equals("*");
        int first = all ? 0 : Integer.parseInt(ends[0]);
        int last =
            ends.length > 1
                ? Integer.parseInt(ends[1])
                : all || range.length > 1 ? HOUR - 1 : first;
        for (int minute = first; minute <= last && minute < HOUR; minute += step) {
          minutes.set(minute);
        }
      }
    }
    return minutes;
  }
}
