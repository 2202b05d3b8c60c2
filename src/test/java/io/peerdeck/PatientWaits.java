package io.peerdeck;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives every wait for a condition half a minute where the test names no other limit: on a busy
/// machine, what usually takes milliseconds may take seconds, and that is no mistake.
public final class PatientWaits implements BeforeAllCallback {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
