package io.peerdeck.panel.part;

import io.peerdeck.panel.memory.PanelMemory;
import java.util.Optional;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/// Which page of a screen was chosen last; it is chosen again after a restart.
public final class PageMemory {
  private final PanelMemory memory;
  private final String name;

  private record Chosen(String id) {}

  /// @param screen whose pages they are
  public PageMemory(PanelMemory memory, String screen) {
    this.memory = memory;
    this.name = "page." + screen;
  }

  /// The id of the page chosen last.
  public Optional<String> last() {
    return memory.recall(name, Chosen.class).map(Chosen::id);
  }

  public void keep(String id) {
    memory.keep(name, new Chosen(id));
  }

  /// Chooses the tab with the id that was chosen last, and keeps the choice from now on.
  public static void of(TabPane tabs, PanelMemory memory, String screen) {
    PageMemory page = new PageMemory(memory, screen);
    page.last()
        .flatMap(id -> tabs.getTabs().stream().filter(tab -> id.equals(tab.getId())).findFirst())
        .ifPresent(tabs.getSelectionModel()::select);
    tabs.getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, is) -> Optional.ofNullable(is).map(Tab::getId).ifPresent(page::keep));
  }
}
