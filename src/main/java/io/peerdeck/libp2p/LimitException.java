package io.peerdeck.libp2p;

/// One of this host's own bounds is reached.
public final class LimitException extends Libp2pException {
  private static final long serialVersionUID = 1L;

  private final Limit limit;

  LimitException(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  /// Which one.
  public Limit limit() {
    return limit;
  }
}
