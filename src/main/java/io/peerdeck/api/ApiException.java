package io.peerdeck.api;

/// A request that was refused or failed, with the HTTP status that says which, and a message for
/// people.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  public ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  public ApiException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /// The HTTP status: 400 wrong input, 401 or 403 not allowed, 404 no such thing, 409 refused by
  /// policy or state, 5xx the thing failed.
  public int status() {
    return status;
  }
}
