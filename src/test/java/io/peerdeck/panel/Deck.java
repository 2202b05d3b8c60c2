package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.FileChoice;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.testfx.api.FxRobot;
import org.testfx.robot.BaseRobot;
import org.testfx.robot.KeyboardRobot;
import org.testfx.robot.MouseRobot;

/// A panel on a node, driven by a robot on the headless platform. The robot's own calls sleep after
/// every key and every step of the pointer; those here wait until the panel has come to rest.
public final class Deck implements AutoCloseable {
  public static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOOLBAR = "#toolbar-";
  public final FxRobot robot = new FxRobot();
  public final Chosen files = new Chosen();
  public final PanelWindow window;

  /// Files a person would choose.
  public static final class Chosen implements FileChoice {
    public volatile List<Path> workflows = List.of();
    public volatile Optional<Path> archive = Optional.empty();
    public volatile Optional<Path> folder = Optional.empty();
    public volatile Optional<RuntimeException> failure = Optional.empty();
    public volatile Optional<Path> saved = Optional.empty();

    @Override
    public List<Path> workflows(Window owner) {
      failure.ifPresent(
          e -> {
            throw e;
          });
      return workflows;
    }

    @Override
    public Optional<Path> save(Window owner, String title, String name) {
      return saved;
    }

    @Override
    public Optional<Path> archive(Window owner, String title) {
      return archive;
    }

    @Override
    public Optional<Path> folder(Window owner, String title) {
      return folder;
    }
  }

  public Deck(io.peerdeck.node.Node node) {
    this(node, Theme.LIGHT, InstantSource.fixed(Script.NOW), 1000, 1000);
  }

  public Deck(
      io.peerdeck.node.Node node, Theme theme, InstantSource time, double width, double height) {
    this(node, PanelOptions.standard().withTheme(theme).withSize(width, height).withTime(time));
  }

  /// As the options say, but for the file dialogs.
  public Deck(io.peerdeck.node.Node node, PanelOptions options) {
    FxThread.start();
    window = PanelWindow.open(node, options.withFiles(files));
    settle();
  }

  public void settle() {
    assertThat(window.settle(SOON)).as("the panel comes to rest").isTrue();
  }

  public Deck show(Screen screen) {
    window.show(screen);
    settle();
    return this;
  }

  /// Waits until a condition read on the FX thread holds; there it has to hold at once.
  public void until(String what, Callable<Boolean> condition) {
    if (Platform.isFxApplicationThread()) {
      assertThat(FxThread.call(condition)).as(what).isTrue();
      return;
    }
    await(what, () -> FxThread.call(condition));
  }

  /// Waits until a condition read on this thread holds, and asks often.
  public static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  public boolean exists(String query) {
    return FxThread.call(() -> !visible(query).isEmpty());
  }

  public Collection<Node> visible(String query) {
    return window.shell().scene().getRoot().lookupAll(query).stream().filter(Deck::shown).toList();
  }

  private static boolean shown(Node node) {
    for (Node n = node; n != null; n = n.getParent()) {
      if (!n.isVisible()) {
        return false;
      }
    }
    return true;
  }

  public <T extends Node> T node(String query, Class<T> type) {
    until(query + " appears", () -> !visible(query).isEmpty());
    return type.cast(FxThread.call(() -> visible(query).iterator().next()));
  }

  public String text(String query) {
    Labeled labeled = node(query, Labeled.class);
    return FxThread.call(labeled::getText);
  }

  /// Clicks with the pointer, as a person does.
  public Deck click(String query) {
    if (query.startsWith(TOOLBAR) && !exists(query)) {
      return act(query.substring(TOOLBAR.length()));
    }
    Node node = node(query, Node.class);
    until(query + " is enabled", () -> !node.isDisabled());
    return click(at(node));
  }

  /// Clicks at a place of the screen.
  public Deck click(Point2D place) {
    MouseRobot mouse = robot.robotContext().getMouseRobot();
    mouse.moveNoWait(place);
    mouse.pressNoWait(MouseButton.PRIMARY);
    mouse.releaseNoWait(MouseButton.PRIMARY);
    settle();
    return this;
  }

  /// Brings the pointer onto a part.
  public Deck point(String query) {
    return point(node(query, Node.class));
  }

  public Deck point(Node node) {
    robot.robotContext().getMouseRobot().moveNoWait(at(node));
    settle();
    return this;
  }

  /// The middle of a part on the screen, where the next frame will have it.
  private Point2D at(Node node) {
    return FxThread.call(
        () -> {
          Parent root = node.getScene().getRoot();
          root.applyCss();
          root.layout();
          return robot.point(node).query();
        });
  }

  /// Turns the wheel where the pointer is.
  ///
  /// @param notches towards the reader; upwards where negative
  public Deck wheel(int notches) {
    MouseRobot mouse = robot.robotContext().getMouseRobot();
    for (int turned = 0; turned < Math.abs(notches); turned++) {
      mouse.scrollNoWait(Integer.signum(notches));
    }
    settle();
    return this;
  }

  /// Presses a button by the keyboard's path.
  public Deck fire(String query) {
    if (query.startsWith(TOOLBAR) && !exists(query)) {
      return act(query.substring(TOOLBAR.length()));
    }
    ButtonBase button = node(query, ButtonBase.class);
    until(query + " is enabled", () -> !button.isDisabled());
    FxThread.run(button::fire);
    settle();
    return this;
  }

  /// Does an action of the toolbar, in its menu where the button has no room.
  public Deck act(String action) {
    if (exists(TOOLBAR + action)) {
      return fire(TOOLBAR + action);
    }
    waiting(action, MenuItem::fire);
    return this;
  }

  /// Chooses one of the choices of a toolbar's action, counted from 0.
  public Deck choose(String action, int choice) {
    if (exists(TOOLBAR + action)) {
      MenuButton menu = node(TOOLBAR + action, MenuButton.class);
      until(action + " is enabled", () -> !menu.isDisabled());
      FxThread.run(
          () -> {
            menu.show();
            menu.getItems().get(choice).fire();
            menu.hide();
          });
      settle();
    } else {
      waiting(action, item -> ((Menu) item).getItems().get(choice).fire());
    }
    return this;
  }

  /// Does something with the item of an action whose button has no room.
  private void waiting(String action, Consumer<MenuItem> deed) {
    MenuButton more = node("#toolbar-more", MenuButton.class);
    FxThread.run(
        () -> {
          more.show();
          MenuItem item =
              more.getItems().stream()
                  .filter(each -> ("item-" + action).equals(each.getId()))
                  .findFirst()
                  .orElseThrow();
          assertThat(item.isDisable()).as(action + " is off").isFalse();
          more.hide();
          deed.accept(item);
        });
    settle();
  }

  /// Whether an action of the toolbar makes no sense now, its button in sight or not.
  public boolean off(String action) {
    return FxThread.call(
        () ->
            window.shell().scene().getRoot().lookupAll(TOOLBAR + action).stream()
                .filter(button -> shown(button.getParent()))
                .findFirst()
                .orElseThrow()
                .isDisabled());
  }

  public Deck press(KeyCode... keys) {
    KeyboardRobot keyboard = robot.robotContext().getKeyboardRobot();
    keyboard.pressNoWait(keys);
    keyboard.releaseNoWait(keys);
    settle();
    return this;
  }

  /// Types into what has the focus.
  public Deck write(String text) {
    BaseRobot base = robot.robotContext().getBaseRobot();
    Scene scene = window.shell().scene();
    text.chars()
        .mapToObj(Character::toString)
        .forEach(typed -> base.typeKeyboard(scene, KeyCode.UNDEFINED, typed));
    settle();
    return this;
  }

  public <T> DataTableOf<T> table(String id) {
    return new DataTableOf<>(this, id);
  }

  @Override
  public void close() {
    window.close();
  }
}
