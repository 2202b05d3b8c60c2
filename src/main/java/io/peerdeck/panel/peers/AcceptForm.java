package io.peerdeck.panel.peers;

import io.peerdeck.node.JoinRequestView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;

/// Asks with which roles a machine is let in, the same wherever it asks to be.
public final class AcceptForm {
  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;
  private final String name;
  private final String id;
  private final RoleBoxes roles = new RoleBoxes(RoleBoxes.USUAL, this::check);
  private final FormCard card;

  private AcceptForm(Desk desk, JoinRequestView asks) {
    this.desk = desk;
    this.name = asks.peer().name();
    this.id = asks.peer().id();
    card =
        new FormCard(
            desk,
            "accept",
            TEXTS.get("accept.title", name),
            TEXTS.get("accept.yes", name),
            new Facts().add(TEXTS.get("column.roles"), roles).id(TEXTS.get("fact.id"), id),
            this::send);
    check();
  }

  public static void show(Desk desk, JoinRequestView asks) {
    AcceptForm form = new AcceptForm(desk, asks);
    desk.overlay().show(form.card, form.roles.first());
  }

  private void check() {
    StringBuilder command = new StringBuilder("peerdeck fleet accept " + id);
    roles.chosen().forEach(role -> command.append(" --role ").append(role));
    card.checked(roles.chosen().isEmpty() ? TEXTS.get("accept.noRole") : "", command.toString());
  }

  private void send() {
    card.send(
        node -> node.acceptJoin(id, roles.chosen()),
        peer -> desk.toasts().done(TEXTS.get("accept.done", name)));
  }
}
