package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

/// What the toolkit sends when things are dragged over the window. It makes drag boards only for
/// drags of the desktop's own, which a robot cannot start.
final class Drags {
  private Drags() {}

  static void files(Deck deck, EventType<DragEvent> type, Path... paths) {
    files(deck, deck.window.shell().scene(), type, paths);
  }

  /// The same over another window of the panel.
  static void files(Deck deck, Scene over, EventType<DragEvent> type, Path... paths) {
    List<File> files = List.of(paths).stream().map(Path::toFile).toList();
    fire(deck, over, type, Map.of(DataFormat.FILES, files));
  }

  static void text(Deck deck, EventType<DragEvent> type, String text) {
    fire(deck, deck.window.shell().scene(), type, Map.of(DataFormat.PLAIN_TEXT, text));
  }

  private static void fire(
      Deck deck, Scene over, EventType<DragEvent> type, Map<DataFormat, Object> content) {
    Dragboard board = FxThread.call(() -> board(content));
    FxThread.run(
        () ->
            Event.fireEvent(
                over.getRoot(),
                new DragEvent(
                    type, board, 300, 300, 300, 300, TransferMode.COPY, null, null, null)));
    deck.settle();
  }

  private static Dragboard board(Map<DataFormat, Object> content)
      throws ReflectiveOperationException {
    Class<?> clipboard = Class.forName("com.sun.javafx.tk.TKClipboard");
    Object peer =
        Proxy.newProxyInstance(
            clipboard.getClassLoader(),
            new Class<?>[] {clipboard},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "hasContent" -> content.containsKey(args[0]);
                  case "getContent" -> content.get(args[0]);
                  default -> null;
                });
    Constructor<Dragboard> constructor = Dragboard.class.getDeclaredConstructor(clipboard);
    constructor.setAccessible(true);
    return constructor.newInstance(peer);
  }
}
