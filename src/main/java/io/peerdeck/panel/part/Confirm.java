package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A question before what cannot be undone: it names the thing, or counts the things and names the
/// first of them.
///
/// @param title the question with the name or the count: "Cancel 12 runs?"
/// @param text what it means and what is lost
/// @param things the names of all that is concerned; the first few are shown and the rest counted
/// @param yes the words of the button, with the count where there is one: "Cancel 12 runs"
/// @param run what is done when the answer is yes
public record Confirm(String title, String text, List<String> things, String yes, Runnable run) {
  private static final Texts TEXTS = Texts.of("common");

  /// Names shown before the rest is counted.
  static final int NAMED = 6;

  public Confirm {
    things = List.copyOf(things);
  }

  /// About one thing that the title names.
  public static Confirm one(String title, String text, String yes, Runnable run) {
    return new Confirm(title, text, List.of(), yes, run);
  }

  /// The card without its buttons.
  VBox card() {
    VBox card = new VBox();
    card.setId("confirm");
    card.setAccessibleText(title);
    Label heading = new Label(title);
    heading.getStyleClass().add("overlay-title");
    heading.setWrapText(true);
    card.getChildren().add(heading);
    if (!text.isBlank()) {
      Label body = new Label(text);
      body.setWrapText(true);
      card.getChildren().add(body);
    }
    if (!things.isEmpty()) {
      card.getChildren().add(list());
    }
    return card;
  }

  private VBox list() {
    VBox list = new VBox();
    list.setId("confirm-things");
    list.getStyleClass().add("confirm-things");
    things.stream().limit(NAMED).forEach(name -> list.getChildren().add(named(name)));
    if (things.size() > NAMED) {
      Label rest = new Label(TEXTS.get("confirm.more", things.size() - NAMED));
      rest.getStyleClass().add("fact-name");
      list.getChildren().add(rest);
    }
    return list;
  }

  private static Label named(String name) {
    Label label = new Label(name);
    label.setWrapText(true);
    return label;
  }
}
