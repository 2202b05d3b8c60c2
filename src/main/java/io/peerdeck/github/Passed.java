package io.peerdeck.github;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// An answer on its way through; closed when it has been handed on.
///
/// @param headers all of them, names in lower case
/// @param body as it comes, its encoding untouched
/// @param permit given back on close
record Passed(int status, Map<String, String> headers, InputStream body, RateLimits.Permit permit)
    implements AutoCloseable {
  @Override
  public void close() throws IOException {
    try (permit) {
      body.close();
    }
  }
}
