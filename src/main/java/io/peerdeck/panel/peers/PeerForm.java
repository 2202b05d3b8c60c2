package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerChange;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;

/// Asks for a member's name, roles, labels and slots, and whether it takes new jobs.
final class PeerForm {
  private static final Texts TEXTS = Texts.of("peers");
  private static final int MOST_SLOTS = 1024;
  private static final int MOST_NAME = 64;

  private final Desk desk;
  private final PeerView peer;
  private final TextField name = field("change-name", TEXTS.get("column.name"));
  private final TextField labels = field("change-labels", TEXTS.get("column.labels"));
  private final TextField slots = field("change-slots", TEXTS.get("change.slots"));
  private final CheckBox drain = new CheckBox(TEXTS.get("change.drain"));
  private final RoleBoxes roles;
  private final FormCard card;

  private PeerForm(Desk desk, PeerView peer, boolean admin) {
    this.desk = desk;
    this.peer = peer;
    roles = new RoleBoxes(peer.roles(), this::check);
    roles.setDisable(!admin);
    name.setText(peer.peer().name());
    labels.setText(String.join(", ", peer.labels()));
    slots.setText(Integer.toString(peer.slots()));
    drain.setId("change-drain");
    drain.setSelected(peer.draining());
    Facts fields =
        new Facts()
            .add(TEXTS.get("column.name"), name)
            .add(TEXTS.get("column.roles"), roles)
            .add(TEXTS.get("column.labels"), labels)
            .add(TEXTS.get("change.slots"), slots)
            .add(TEXTS.get("change.jobs"), drain);
    card =
        new FormCard(
            desk,
            "change",
            TEXTS.get("change.title", peer.peer().name()),
            TEXTS.get("change.yes"),
            fields,
            this::send);
    name.textProperty().addListener(o -> check());
    labels.textProperty().addListener(o -> check());
    slots.textProperty().addListener(o -> check());
    drain.selectedProperty().addListener(o -> check());
    check();
  }

  static void show(Desk desk, PeerView peer, boolean admin) {
    PeerForm form = new PeerForm(desk, peer, admin);
    desk.overlay().show(form.card, form.name);
  }

  private static TextField field(String id, String words) {
    TextField field = new TextField();
    field.setId(id);
    field.setAccessibleText(words);
    return field;
  }

  private void check() {
    String wrong = "";
    String called = name.getText().strip();
    if (called.isEmpty() || called.length() > MOST_NAME) {
      wrong = TEXTS.get("change.nameWrong", MOST_NAME);
    } else if (roles.chosen().isEmpty()) {
      wrong = TEXTS.get("change.noRole");
    } else if (slotsTyped().isEmpty()) {
      wrong = TEXTS.get("change.slotsWrong", MOST_SLOTS);
    }
    card.checked(wrong, command());
  }

  private OptionalInt slotsTyped() {
    String typed = slots.getText().strip();
    if (!typed.matches("[0-9]{1,4}") || Integer.parseInt(typed) > MOST_SLOTS) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(typed));
  }

  private List<String> labelsTyped() {
    return Arrays.stream(labels.getText().split(",", -1))
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .distinct()
        .toList();
  }

  /// Only what differs from how the peer is.
  private PeerChange change() {
    PeerChange change = PeerChange.NONE;
    String called = name.getText().strip();
    if (!called.equals(peer.peer().name())) {
      change = change.withName(called);
    }
    if (!sorted(roles.chosen()).equals(sorted(peer.roles()))) {
      change = change.withRoles(roles.chosen());
    }
    if (!sorted(labelsTyped()).equals(sorted(peer.labels()))) {
      change = change.withLabels(labelsTyped());
    }
    OptionalInt typed = slotsTyped();
    if (typed.isPresent() && typed.getAsInt() != peer.slots()) {
      change = change.withSlots(typed.getAsInt());
    }
    return drain.isSelected() == peer.draining() ? change : change.withDrain(drain.isSelected());
  }

  /// The same on the command line: what is set, and roles by a command of their own.
  private String command() {
    PeerChange change = change();
    StringBuilder set = new StringBuilder();
    change.name().ifPresent(n -> set.append(" --name ").append(CommandWords.quoted(n)));
    for (String label : change.labels().orElse(List.of())) {
      set.append(" --label ").append(CommandWords.quoted(label));
    }
    change.slots().ifPresent(n -> set.append(" --slots ").append(n));
    change.drain().ifPresent(on -> set.append(on ? " --drain" : " --no-drain"));
    List<String> lines = new ArrayList<>();
    String id = peer.peer().id();
    if (!set.isEmpty() || change.roles().isEmpty()) {
      lines.add("peerdeck peer set " + id + set);
    }
    change
        .roles()
        .ifPresent(r -> lines.add("peerdeck fleet role " + id + " " + String.join(" ", r)));
    return String.join("\n", lines);
  }

  private void send() {
    PeerChange change = change();
    if (change.equals(PeerChange.NONE)) {
      desk.overlay().close();
      return;
    }
    String was = peer.peer().name();
    card.send(
        node -> Optional.of(node.updatePeer(peer.peer().id(), change)),
        changed -> desk.toasts().done(TEXTS.get("change.done", change.name().orElse(was))));
  }

  private static List<String> sorted(List<String> words) {
    return words.stream().sorted().toList();
  }
}
