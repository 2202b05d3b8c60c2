package io.peerdeck.panel.part;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.collections.ObservableList;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;

/// The buttons and the menu of a list of [Action]s, both asking the same selection.
public final class Actions<T> {
  /// The place whose buttons are always in sight.
  public static final String TOOLBAR = "toolbar";

  private final List<Action<T>> actions;
  private final Supplier<List<T>> selection;
  private final Map<Action<T>, ButtonBase> buttons = new LinkedHashMap<>();
  private Optional<ActionRow> row = Optional.empty();

  public Actions(List<Action<T>> actions, Supplier<List<T>> selection) {
    this.actions = List.copyOf(actions);
    this.selection = selection;
  }

  /// One button per action, in their order; `place` tells toolbar and inspector apart.
  public List<ButtonBase> buttons(String place) {
    buttons.clear();
    for (Action<T> action : actions) {
      if (action.aside() && place.equals(TOOLBAR)) {
        continue;
      }
      ButtonBase button = button(action);
      button.setId(place + "-" + action.id());
      button.setAccessibleText(action.text());
      switch (action.rank()) {
        case PRIMARY -> button.getStyleClass().add("accent");
        case DANGER -> button.getStyleClass().add("dangerous");
        case NORMAL -> {}
      }
      buttons.put(action, button);
    }
    refresh();
    return List.copyOf(buttons.values());
  }

  private ButtonBase button(Action<T> action) {
    if (action.choices().isEmpty()) {
      Button button = new Button(action.text(), Icons.of(action.icon()));
      button.setOnAction(e -> run(action));
      return button;
    }
    MenuButton button = new MenuButton(action.text(), Icons.of(action.icon()));
    button.setOnShowing(e -> fill(button.getItems(), action));
    fill(button.getItems(), action);
    return button;
  }

  /// Enables what makes sense for the selection as it is now.
  public void refresh() {
    List<T> selected = selection.get();
    buttons.forEach(
        (action, button) -> {
          boolean enabled = action.enabled().test(selected);
          button.setDisable(!enabled);
          explain(button, action, enabled ? action.command().apply(selected) : Optional.empty());
        });
  }

  /// The tooltip: what it does, by which keys, and the same on the command line.
  private static void explain(ButtonBase button, Action<?> action, Optional<String> command) {
    if (action.shortcut().isEmpty() && command.isEmpty()) {
      return;
    }
    String words =
        action.text()
            + action.shortcut().map(keys -> " (" + keys.getDisplayText() + ")").orElse("")
            + command.map(line -> "\n" + line).orElse("");
    if (button.getTooltip() == null) {
      button.setTooltip(new Tooltip(words));
    } else {
      button.getTooltip().setText(words);
    }
  }

  /// The buttons of the toolbar on one row, with a menu for what has no room there.
  public ActionRow row() {
    ActionRow made =
        new ActionRow(TOOLBAR, buttons(TOOLBAR), () -> items(action -> !inSight(action)));
    row = Optional.of(made);
    return made;
  }

  private boolean inSight(Action<T> action) {
    ButtonBase button = buttons.get(action);
    return button == null || button.isVisible();
  }

  /// The context menu's items for the selection as it is now.
  public List<MenuItem> items() {
    return items(action -> true);
  }

  private List<MenuItem> items(Predicate<Action<T>> wanted) {
    List<MenuItem> items = new ArrayList<>();
    for (Action<T> action : actions) {
      if (!wanted.test(action)) {
        continue;
      }
      MenuItem item;
      if (action.choices().isPresent()) {
        Menu menu = new Menu(action.text(), Icons.of(action.icon()));
        fill(menu.getItems(), action);
        item = menu;
      } else {
        item = new MenuItem(action.text(), Icons.of(action.icon()));
        item.setOnAction(e -> run(action));
      }
      item.setId("item-" + action.id());
      item.setDisable(!action.enabled().test(selection.get()));
      items.add(item);
    }
    return items;
  }

  /// What makes sense for the selection as it is now, drop-downs item by item.
  public List<Offer> offers() {
    List<T> selected = selection.get();
    List<Offer> offers = new ArrayList<>();
    for (Action<T> action : actions) {
      if (!action.enabled().test(selected)) {
        continue;
      }
      if (action.choices().isEmpty()) {
        offers.add(offer(action, action.command().apply(selected)));
      } else {
        action.choices().get().apply(selected).stream()
            .map(
                c ->
                    new Offer(
                        action.id(),
                        action.icon(),
                        action.text(),
                        c.text(),
                        Optional.empty(),
                        c.command(),
                        c.run()))
            .forEach(offers::add);
      }
    }
    return offers;
  }

  /// Every action that has keys, whether it makes sense now or not: for the list of keys.
  public List<Offer> keys() {
    return actions.stream()
        .filter(action -> action.shortcut().isPresent())
        .map(action -> offer(action, Optional.empty()))
        .toList();
  }

  private Offer offer(Action<T> action, Optional<String> command) {
    return new Offer(
        action.id(),
        action.icon(),
        action.text(),
        "",
        action.shortcut(),
        command,
        () -> run(action));
  }

  /// Does the action these keys stand for, if it makes sense now. Returns whether there is one.
  public boolean run(KeyEvent event) {
    for (Action<T> action : actions) {
      if (action.shortcut().filter(keys -> keys.match(event)).isPresent()) {
        run(action);
        return true;
      }
    }
    return false;
  }

  /// Does the action with this id, if it makes sense now: for shortcuts.
  public void run(String id) {
    actions.stream().filter(a -> a.id().equals(id)).forEach(this::run);
  }

  private void run(Action<T> action) {
    List<T> selected = selection.get();
    if (!action.enabled().test(selected)) {
      return;
    }
    if (buttons.get(action) instanceof MenuButton menu && menu.getScene() != null) {
      open(menu, action);
    } else {
      action.run().accept(selected);
    }
  }

  private void open(MenuButton menu, Action<T> action) {
    if (menu.isVisible() || row.isEmpty()) {
      menu.requestFocus();
      menu.show();
    } else {
      ContextMenu choices = new ContextMenu();
      fill(choices.getItems(), action);
      choices.show(row.get().end(), Side.BOTTOM, 0, 0);
    }
  }

  private void fill(ObservableList<MenuItem> items, Action<T> action) {
    items.setAll(
        action.choices().stream()
            .flatMap(choices -> choices.apply(selection.get()).stream())
            .map(Actions::item)
            .toList());
  }

  private static MenuItem item(Action.Choice choice) {
    MenuItem item = new MenuItem(choice.text());
    item.setMnemonicParsing(false);
    item.setOnAction(e -> choice.run().run());
    return item;
  }
}
