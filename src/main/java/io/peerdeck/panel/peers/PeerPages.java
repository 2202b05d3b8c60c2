package io.peerdeck.panel.peers;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.PageMemory;
import io.peerdeck.panel.part.WrapRow;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The pages of the screen with the bar that chooses between them.
final class PeerPages extends VBox {
  private static final Texts TEXTS = Texts.of("peers");

  /// What the screen shows of the fleet.
  enum Page {
    REGISTRY(Feather.LIST),
    MAP(Feather.SHARE_2),
    INVITES(Feather.MAIL),
    SOURCES(Feather.SEARCH);

    private final Feather icon;

    Page(Feather icon) {
      this.icon = icon;
    }
  }

  private final Map<Page, ToggleButton> toggles = new EnumMap<>(Page.class);
  private final Map<Page, Region> pages;
  private final StackPane place = new StackPane();
  private final Consumer<Page> turned;
  private final Button invite;
  private final Button news;
  private final PageMemory memory;
  private Page page = Page.REGISTRY;

  /// @param turned hears which page is shown now
  PeerPages(Desk desk, Map<Page, Region> pages, WaitingPane waiting, Consumer<Page> turned) {
    this.pages = new EnumMap<>(pages);
    this.turned = turned;
    this.memory = new PageMemory(desk.memory(), "peers");
    WrapRow bar = new WrapRow();
    bar.getStyleClass().add("peers-bar");
    for (Page each : Page.values()) {
      ToggleButton toggle = new ToggleButton(word(each), Icons.of(each.icon));
      toggle.setId("peers-page-" + each.name().toLowerCase(Locale.ROOT));
      toggle.setAccessibleText(word(each));
      toggle.setMinWidth(USE_PREF_SIZE);
      toggle.setOnAction(event -> turn(each));
      toggles.put(each, toggle);
      bar.getChildren().add(toggle);
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    invite = Buttons.of(Feather.MAIL, TEXTS.get("invite"), () -> InviteForm.show(desk), "accent");
    invite.setId("peers-invite");
    invite.setMinWidth(USE_PREF_SIZE);
    news = Buttons.of(Feather.ARROW_UP, "", waiting::showWaiting, "accent", "small");
    news.setId("peers-needs-new");
    news.setMinWidth(USE_PREF_SIZE);
    waiting.holdFor(this, this::news);
    news(0);
    bar.getChildren().addAll(space, news, invite);
    VBox.setVgrow(place, Priority.ALWAYS);
    getStyleClass().add("peers");
    getChildren().setAll(bar, waiting, place);
    turn(memory.last().flatMap(PeerPages::named).orElse(Page.REGISTRY));
  }

  private static Optional<Page> named(String name) {
    return Stream.of(Page.values()).filter(page -> page.name().equals(name)).findFirst();
  }

  Page page() {
    return page;
  }

  void turn(Page next) {
    page = next;
    memory.keep(next.name());
    toggles.forEach((each, toggle) -> toggle.setSelected(each == next));
    place.getChildren().setAll(pages.getOrDefault(next, place));
    turned.accept(next);
  }

  /// Only an admin may invite; how many invitations are open stands on their page's button.
  void show(boolean admin, long open) {
    invite.setDisable(!admin);
    ToggleButton toggle = toggles.get(Page.INVITES);
    if (toggle != null) {
      toggle.setText(open == 0 ? word(Page.INVITES) : TEXTS.get("page.open", open));
      toggle.setAccessibleText(toggle.getText());
    }
  }

  private void news(int waiting) {
    String words = TEXTS.count("needs.new", waiting);
    news.setText(words);
    news.setAccessibleText(words);
    news.setVisible(waiting > 0);
    news.setManaged(waiting > 0);
  }

  private static String word(Page page) {
    return TEXTS.get("page." + page.name());
  }
}
