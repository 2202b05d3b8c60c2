package io.peerdeck.libp2p;

import io.peerdeck.multiformats.MultiformatException;
import java.util.function.Supplier;

/// The peer sent what the protocol does not have: the one failure of a conversation that neither
/// the network nor a slow machine explains.
public final class ProtocolBreach extends Libp2pException {
  private static final long serialVersionUID = 1L;

  /// What it sent, in words a person can act on.
  public ProtocolBreach(String message) {
    super(message);
  }

  private ProtocolBreach(String message, Throwable cause) {
    super(message, cause);
  }

  /// What `parse` makes of something the peer sent; it must look at nothing else.
  ///
  /// @param what for the message: "a heartbeat"
  /// @throws ProtocolBreach if it is not what it should be
  public static <T> T reading(String what, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (MultiformatException e) {
      throw new ProtocolBreach("the peer sent " + what + " that is none: " + e.getMessage(), e);
    }
  }
}
