package io.peerdeck.api;

import java.util.Map;

/// A request that was refused or failed, with the HTTP status that says which, and a message for
/// people.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Map<String, String> headers;

  public ApiException(int status, String message) {
    this(status, message, Map.of());
  }

  public ApiException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
    this.headers = Map.of();
  }

  /// @param headers what the answer says besides, such as `Retry-After`
  ApiException(int status, String message, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /// The HTTP status: 400 wrong input, 401 or 403 not allowed, 404 no such thing, 409 refused by
  /// policy or state, 413 too large, 429 too often, 5xx the thing failed.
  public int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }
}
