package io.peerdeck.workflow;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A call with a matrix that a job is in.
///
/// What a job sees of the call's matrix has contexts of its own, which no file can name: by the
/// depth of the file that makes the call, so that those of calls in calls are kept apart.
///
/// @param id of the call, with the calls around it
/// @param combination of a matrix that is written out, whose combinations have jobs of their own:
///     the id of the one time it is called; empty where the job's instances are of the combinations
/// @param depth of the file that makes the call
record CallPlace(String id, Optional<String> combination, int depth, Strategy strategy) {
  /// The context that holds what the job's own matrix adds to a name.
  static final String OWN_SUFFIX = "suffix__own";

  private static final Pattern NAMES = Pattern.compile("(matrix|strategy|suffix)__(own|\\d+)");

  /// Whether the job's instances are of the call's combinations.
  boolean isOpen() {
    return combination.isEmpty();
  }

  static String matrix(int depth) {
    return "matrix__" + depth;
  }

  static String strategy(int depth) {
    return "strategy__" + depth;
  }

  /// What the combination adds to a name.
  static String suffix(int depth) {
    return "suffix__" + depth;
  }

  /// Whether a context is of the combination of a call.
  static boolean isContext(String name) {
    return NAMES.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /// The same in another call.
  CallPlace inside(String before, Rewriting rewriting) {
    return new CallPlace(
        before + " / " + id,
        combination.map(own -> before + " / " + own),
        depth,
        rewriting.strategy(strategy));
  }
}
