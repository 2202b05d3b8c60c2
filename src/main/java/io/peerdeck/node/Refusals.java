package io.peerdeck.node;

import io.peerdeck.blob.BlobException;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.store.StoreException;
import java.util.function.Supplier;

/// What the rooms' refusals and failures are to the node's callers.
final class Refusals {
  private Refusals() {}

  /// A room's refusal is the caller's answer; content that cannot be had is a failure.
  static <T> T telling(Supplier<T> command) {
    try {
      return command.get();
    } catch (BlobException | Libp2pException e) {
      throw new NodeException(NodeException.Reason.FAILED, sentence(e), e);
    } catch (PeerdeckException e) {
      throw new NodeException(NodeException.Reason.REFUSED, sentence(e), e);
    }
  }

  /// A database that is damaged or too new is what was given, and wrong; the rest is a failure.
  static NodeRooms opening(Supplier<NodeRooms> opening) {
    try {
      return opening.get();
    } catch (StoreException e) {
      throw new NodeException(NodeException.Reason.INVALID, sentence(e), e);
    } catch (PeerdeckException e) {
      throw new NodeException(NodeException.Reason.FAILED, sentence(e), e);
    }
  }

  private static String sentence(PeerdeckException e) {
    String message = String.valueOf(e.getMessage());
    String capital = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }
}
