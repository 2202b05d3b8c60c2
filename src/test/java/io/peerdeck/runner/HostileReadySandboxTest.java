package io.peerdeck.runner;

/// The same attacks in a sandbox that was made before the job was known.
class HostileReadySandboxTest extends HostileWorkflowTest {
  @Override
  boolean isMadeAhead() {
    return true;
  }
}
