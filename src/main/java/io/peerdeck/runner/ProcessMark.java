package io.peerdeck.runner;

import java.util.regex.Pattern;

/// The mark every process of a job carries in its environment, inherited however it detaches
/// itself: `PEERDECK_MARK` = node, job and step. A second mark, an unusual limit for POSIX message
/// queues ([#limit]), stays with processes that empty their environment (`env -i`).
///
/// @param node text of the node's own, the same after a restart, so that a new node finds what a
///     crashed one left
/// @param job text unique to this execution
/// @param limit the value of the limit, or -1 for none
record ProcessMark(String node, String job, long limit) {
  static final String VARIABLE = "PEERDECK_MARK";
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  ProcessMark {
    if (!SHAPE.matcher(node).matches() || !SHAPE.matcher(job).matches()) {
      throw new IllegalArgumentException("a mark is letters, digits, - and _: " + node + " " + job);
    }
  }

  /// The environment's value for a step.
  String value(int step) {
    return node + "." + job + "." + step;
  }

  /// What the value of any process of this node begins with.
  static String ofNode(String node) {
    return node + ".";
  }

  /// What the value of any process of this job begins with.
  String ofJob() {
    return node + "." + job + ".";
  }
}
