package io.peerdeck.node;

/// A command that could not be carried out, with a message a person can act on and a reason a
/// script can branch on.
public final class NodeException extends RuntimeException {
  /// Why: wrong input, no such thing, refused by policy or state, or the thing itself failed.
  public enum Reason {
    INVALID,
    NOT_FOUND,
    REFUSED,
    FAILED
  }

  private static final long serialVersionUID = 1L;
  private final Reason reason;

  public NodeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public NodeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Why it could not be done.
  public Reason reason() {
    return reason;
  }
}
