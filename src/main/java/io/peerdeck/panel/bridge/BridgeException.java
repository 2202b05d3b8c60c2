package io.peerdeck.panel.bridge;

import io.peerdeck.multiformats.PeerdeckException;

/// An error of the virtual machine while the node was read or told to do something.
final class BridgeException extends PeerdeckException {
  private static final Texts TEXTS = Texts.of("common");

  BridgeException(Error error) {
    super(words(error), error);
  }

  static String words(Error error) {
    return error instanceof OutOfMemoryError
        ? TEXTS.get("failure.memory", Words.bytes(Runtime.getRuntime().maxMemory()))
        : TEXTS.get("failure.error", error);
  }
}
