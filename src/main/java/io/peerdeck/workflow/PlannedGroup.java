package io.peerdeck.workflow;

/// A concurrency group as a submission names it.
///
/// @param cancelInProgress whether who enters it ends what runs in it
public record PlannedGroup(String name, boolean cancelInProgress) {
  /// GitHub's bound.
  public static final int MAX_NAME = 400;
}
