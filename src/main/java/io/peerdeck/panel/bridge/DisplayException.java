package io.peerdeck.panel.bridge;

import io.peerdeck.multiformats.PeerdeckException;

/// No window can be opened on this machine, or not by this user.
public final class DisplayException extends PeerdeckException {
  private static final Texts TEXTS = Texts.of("common");

  DisplayException(UnsupportedOperationException why) {
    super(TEXTS.get("failure.display", String.valueOf(why.getMessage())), why);
  }
}
