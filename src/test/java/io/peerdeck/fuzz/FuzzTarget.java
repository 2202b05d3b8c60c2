package io.peerdeck.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// One decoder under fuzz: what must hold for any bytes whatever.
///
/// @param name also the folder of its kept inputs, below `src/test/resources/fuzz`
/// @param refusal what it throws at input it does not take; anything else is a fault
/// @param check reads an input and throws an [AssertionError] where a property does not hold
/// @param seeds inputs that are taken, to start from
public record FuzzTarget(
    String name, Class<? extends Exception> refusal, Check check, List<byte[]> seeds) {
  /// The property.
  @FunctionalInterface
  public interface Check {
    void hold(byte[] input) throws Exception;
  }

  /// A decoder that throws its own error where it refuses.
  public static FuzzTarget refusing(
      String name, Class<? extends Exception> refusal, Check check, byte[]... seeds) {
    return new FuzzTarget(name, refusal, check, List.of(seeds));
  }

  /// Checks one input, which may be refused with a reason.
  void hold(byte[] input) throws Exception {
    try {
      check.hold(input);
    } catch (Exception refused) {
      if (!refusal.isInstance(refused)) {
        throw refused;
      }
      if (refused.getMessage() == null || refused.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", refused);
      }
    }
  }

  /// That two things are equal.
  public static void same(Object actual, Object expected, String what) {
    if (!actual.equals(expected)) {
      throw new AssertionError(what + ": " + actual + " instead of " + expected);
    }
  }

  /// That two byte strings are equal.
  public static void same(byte[] actual, byte[] expected, String what) {
    if (!Arrays.equals(actual, expected)) {
      throw new AssertionError(
          what
              + ": "
              + HexFormat.of().formatHex(actual)
              + " instead of "
              + HexFormat.of().formatHex(expected));
    }
  }
}
