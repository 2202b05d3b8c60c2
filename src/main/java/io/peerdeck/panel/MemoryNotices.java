package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;

/// Says when the panel cannot remember, or could not.
final class MemoryNotices {
  private static final Texts TEXTS = Texts.of("shell");

  private MemoryNotices() {}

  static void tell(Desk desk) {
    desk.memory()
        .unreadable()
        .ifPresent(
            bad ->
                desk.notices()
                    .problem(
                        TEXTS.get("memory.unreadable"),
                        TEXTS.get("memory.unreadableText", bad.why(), bad.aside())));
    desk.memory()
        .onFailure(
            why ->
                desk.bridge()
                    .post(
                        desk.memory(),
                        () ->
                            desk.notices()
                                .problem(
                                    TEXTS.get("memory.failed"),
                                    TEXTS.get("memory.failedText", why))));
  }
}
