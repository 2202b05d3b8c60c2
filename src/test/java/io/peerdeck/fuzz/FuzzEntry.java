package io.peerdeck.fuzz;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/// Where Jazzer comes in. The system property `fuzz.target` names a target; without it the first
/// byte of each input chooses one, so that one short run reaches them all.
public final class FuzzEntry {
  static final String TARGET = "fuzz.target";
  private static final long MOST_BYTES = 48L << 20;
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final List<FuzzTarget> TARGETS =
      FuzzTargets.all().stream()
          .filter(
              target ->
                  System.getProperty(TARGET) == null
                      || target.name().equals(System.getProperty(TARGET)))
          .toList();

  private FuzzEntry() {}

  /// Jazzer's convention, before the first input: classes and stores are there when the clock of an
  /// input starts.
  public static void fuzzerInitialize() throws Exception {
    for (FuzzTarget target : TARGETS) {
      for (byte[] seed : target.seeds()) {
        target.hold(seed);
      }
    }
  }

  /// Jazzer's convention.
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (TARGETS.size() == 1) {
      hold(TARGETS.getFirst(), input);
    } else if (input.length > 0) {
      hold(
          TARGETS.get((input[0] & 0xff) % TARGETS.size()),
          Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /// Checks one input, and that little memory is allocated for it.
  static void hold(FuzzTarget target, byte[] input) throws Exception {
    if (allocated(target, input) > MOST_BYTES && allocated(target, input) > MOST_BYTES) {
      throw new AssertionError(
          "%s allocates over %d bytes for %d".formatted(target.name(), MOST_BYTES, input.length));
    }
  }

  private static long allocated(FuzzTarget target, byte[] input) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    target.hold(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
