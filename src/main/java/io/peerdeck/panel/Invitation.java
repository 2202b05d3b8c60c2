package io.peerdeck.panel;

import io.peerdeck.node.FleetView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Screen;
import java.util.Optional;

/// An invitation that was dropped, opened as a link or pasted: the machine joins only after a yes.
final class Invitation {
  private static final String SCHEME = "peerdeck:";
  private static final int LONGEST = 16 << 10;
  private static final Texts TEXTS = Texts.of("start");

  private Invitation() {}

  /// The invitation a text is or begins with.
  static Optional<String> in(String text) {
    String stripped = text.strip();
    return stripped.startsWith(SCHEME) && stripped.length() <= LONGEST
        ? Optional.of(stripped.split("\\s", 2)[0])
        : Optional.empty();
  }

  /// Reads which fleet would be left, asks, and goes.
  static void ask(Desk desk, String invite) {
    desk.bridge()
        .act(
            TEXTS.get("join.failed"),
            io.peerdeck.node.Node::fleet,
            fleet ->
                desk.overlay()
                    .confirm(
                        TEXTS.get("join.title"),
                        leaving(fleet),
                        TEXTS.get("join.yes"),
                        () -> join(desk, invite, () -> desk.navigator().show(Screen.PEERS))));
  }

  /// What becomes of the fleet this machine is in.
  static String leaving(FleetView fleet) {
    return fleet.members() > 1
        ? TEXTS.get("join.leaves", fleet.name(), fleet.members() - 1)
        : TEXTS.get("join.alone");
  }

  /// Sets out for the fleet; the one before is left.
  static void join(Desk desk, String inviteOrAddress, Runnable done) {
    desk.bridge()
        .act(
            TEXTS.get("join.failed"),
            node -> {
              node.join(inviteOrAddress, true);
              return node.fleet();
            },
            fleet -> {
              desk.notices()
                  .tell(
                      TEXTS.get("join.done"),
                      fleet.joining().map(joining -> joining.sentence()).orElse(""));
              done.run();
            });
  }
}
