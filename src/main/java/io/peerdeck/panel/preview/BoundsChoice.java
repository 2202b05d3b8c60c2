package io.peerdeck.panel.preview;

import io.peerdeck.node.RunBounds;
import io.peerdeck.node.RunTermsView;
import io.peerdeck.panel.bridge.Texts;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.control.ComboBox;

/// How long jobs may wait for a peer, and how often they are tried when their peers are lost.
final class BoundsChoice {
  private static final Texts TEXTS = Texts.of("preview");
  private static final List<String> TIMES = List.of("5m", "1h", "6h", "24h", "7d");
  private static final int MOST_OFFERED = 10;

  private BoundsChoice() {}

  /// @param terms as the node would take them now
  /// @param chosen hears what a person wants instead
  static List<ComboBox<String>> of(
      RunTermsView terms, RunBounds bounds, Consumer<RunBounds> chosen) {
    return List.of(queueTimeout(terms, bounds, chosen), attempts(terms, bounds, chosen));
  }

  private static ComboBox<String> queueTimeout(
      RunTermsView terms, RunBounds bounds, Consumer<RunBounds> chosen) {
    TreeMap<Duration, String> times = new TreeMap<>();
    TIMES.forEach(text -> times.put(RunBounds.time(text), text));
    times.put(terms.queueTimeout(), RunBounds.words(terms.queueTimeout()));
    List<Duration> offered = List.copyOf(times.keySet());
    return choice(
        "preview-queue-timeout",
        TEXTS.get("bounds.queue"),
        offered.stream().map(RunBounds::words).map(t -> TEXTS.get("bounds.queue.at", t)).toList(),
        offered.indexOf(terms.queueTimeout()),
        index -> chosen.accept(bounds.withQueueTimeout(offered.get(index))));
  }

  private static ComboBox<String> attempts(
      RunTermsView terms, RunBounds bounds, Consumer<RunBounds> chosen) {
    TreeSet<Integer> numbers = new TreeSet<>(List.of(terms.attempts()));
    IntStream.rangeClosed(1, MOST_OFFERED).forEach(numbers::add);
    List<Integer> offered = List.copyOf(numbers);
    return choice(
        "preview-attempts",
        TEXTS.get("bounds.attempts"),
        offered.stream().map(number -> TEXTS.count("bounds.attempts", number)).toList(),
        offered.indexOf(terms.attempts()),
        index -> chosen.accept(bounds.withAttempts(offered.get(index))));
  }

  private static ComboBox<String> choice(
      String id, String words, List<String> items, int selected, Consumer<Integer> chosen) {
    ComboBox<String> box = new ComboBox<>();
    box.setId(id);
    box.setAccessibleText(words);
    box.getItems().setAll(items);
    box.getSelectionModel().select(selected);
    box.setOnAction(event -> chosen.accept(box.getSelectionModel().getSelectedIndex()));
    return box;
  }
}
