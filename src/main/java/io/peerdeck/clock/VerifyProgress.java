package io.peerdeck.clock;

/// Told now and then, on the verifying thread, how far [MerkleClock#verify] has come.
@FunctionalInterface
public interface VerifyProgress {
  void checked(long entries, long total);
}
