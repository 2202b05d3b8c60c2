package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.part.NoticeBar;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The zones around the work: header and pause above, navigation left, status below, notices over
/// the top of the work. The inspector comes and goes at the right.
final class ShellFrame extends BorderPane implements AutoCloseable {
  /// The width of the window, in em, below which header and navigation are icons alone.
  private static final double COMPACT_BELOW = 64;

  /// The height of the window, in em, below which the screens' buttons stand closer.
  private static final double LOW_BELOW = 28;

  private final Header header;
  private final Navigation navigation;
  private final StatusBar statusBar = new StatusBar();
  private final StackPane middle;
  private final NoticeBar said;

  ShellFrame(Shell shell, Look look, Workplace work) {
    header = new Header(shell, look);
    navigation = new Navigation(shell::show);
    said = new NoticeBar(shell.desk().notices());
    StackPane.setAlignment(said, Pos.TOP_CENTER);
    middle = new StackPane(work, said);
    setTop(new VBox(header, new PauseBar(shell.desk().bridge().pause(), shell::togglePause)));
    setLeft(navigation);
    setCenter(middle);
    setBottom(statusBar);
    Notices notices = shell.desk().notices();
    notices
        .unread()
        .addListener((ListChangeListener<Notice>) change -> header.errors(notices.unread()));
    shell.desk().fleet().status().addListener((o, was, is) -> is.ifPresent(this::show));
  }

  Header header() {
    return header;
  }

  Navigation navigation() {
    return navigation;
  }

  /// Where the work is, and the inspector over it when the window is narrow.
  StackPane middle() {
    return middle;
  }

  private void show(NodeStatus status) {
    header.show(status);
    navigation.counts(status);
    statusBar.show(status);
  }

  @Override
  public void close() {
    said.close();
  }

  /// Gives way where the window is small or the writing large.
  ///
  /// @param width of the window in em; `height` likewise
  void size(double width, double height) {
    header.compact(width < COMPACT_BELOW);
    navigation.compact(width < COMPACT_BELOW);
    navigation.low(height < LOW_BELOW);
  }
}
