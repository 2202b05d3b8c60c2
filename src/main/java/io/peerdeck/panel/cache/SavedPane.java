package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheView;
import io.peerdeck.node.GitHubView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// What the caches spared this machine, and what is left of GitHub's budget.
final class SavedPane extends VBox {
  private static final Texts TEXTS = Texts.of("caches");
  private static final int MOST_BUDGETS = 4;
  private static final String BLOBS = "blobs";

  /// Caches that spare reads of the disk; the others spare reads of other machines.
  private static final Set<String> OF_DISK = Set.of(BLOBS, "entries");

  /// How the node names the calls without a token.
  private static final String WITHOUT = "public";

  private final Label reads = figure("cache-saved");
  private final Label blocks = figure("cache-brought");
  private final MarkLabel calls = new MarkLabel(Mark.UNKNOWN);
  private final MarkLabel budget = new MarkLabel(Mark.UNKNOWN);
  private final Label why = new Label();

  SavedPane() {
    setId("cache-saved-pane");
    getStyleClass().addAll("saved", "card-list");
    calls.setId("cache-calls");
    budget.setId("cache-budget");
    why.setId("cache-github");
    why.setWrapText(true);
    why.setMinHeight(USE_PREF_SIZE);
    why.getStyleClass().add("fact-name");
    FlowPane row =
        new FlowPane(
            cell(TEXTS.get("saved.reads"), reads),
            cell(TEXTS.get("saved.blocks"), blocks),
            cell(TEXTS.get("saved.calls"), calls),
            cell(TEXTS.get("saved.budget"), budget));
    row.getStyleClass().add("saved-row");
    getChildren().setAll(row, why);
  }

  private static Label figure(String id) {
    Label label = new Label();
    label.setId(id);
    label.getStyleClass().add("trend-figure");
    return label;
  }

  private static VBox cell(String name, Label value) {
    Label title = new Label(name);
    title.getStyleClass().add("fact-name");
    return new VBox(title, value);
  }

  void show(List<CacheView> caches, GitHubView gitHub) {
    reads.setText(
        Words.number(
            caches.stream()
                .filter(cache -> OF_DISK.contains(cache.id()))
                .mapToLong(CacheView::hits)
                .sum()));
    blocks.setText(
        Words.number(
            caches.stream()
                .filter(cache -> cache.id().equals(BLOBS))
                .flatMap(cache -> cache.kinds().stream())
                .filter(kind -> kind.kind().equals("peer"))
                .mapToLong(CacheView.Kind::reads)
                .sum()));
    if (gitHub.off().isPresent()) {
      calls.show(Mark.NOT_CONFIGURED, Mark.NOT_CONFIGURED.word());
      budget.show(Mark.NOT_CONFIGURED, Mark.NOT_CONFIGURED.word());
      why.setText(gitHub.off().get());
      return;
    }
    calls.show(Mark.READY, Words.number(gitHub.total().saved()));
    Optional<GitHubView.Budget> least = least(gitHub.budgets());
    budget.show(
        least.map(SavedPane::mark).orElse(Mark.UNKNOWN),
        least.map(SavedPane::left).orElse(Mark.UNKNOWN.word()));
    why.setText(
        Stream.concat(
                Stream.concat(
                        gitHub.proxy().map(address -> TEXTS.get("saved.proxy", address)).stream(),
                        Stream.of(gitHub.trouble()))
                    .filter(line -> !line.isEmpty()),
                lines(gitHub.budgets()))
            .collect(Collectors.joining("\n")));
  }

  /// Those that are used up most, and how many more there are.
  private static Stream<String> lines(List<GitHubView.Budget> budgets) {
    if (budgets.isEmpty()) {
      return Stream.of(TEXTS.get("saved.untold"));
    }
    Stream<String> first =
        budgets.stream()
            .sorted(Comparator.comparingDouble(SavedPane::share))
            .limit(MOST_BUDGETS)
            .map(SavedPane::line);
    int more = budgets.size() - MOST_BUDGETS;
    return more <= 0 ? first : Stream.concat(first, Stream.of(TEXTS.count("saved.more", more)));
  }

  /// The least of the tokens': what is left without one says little where there are some.
  private static Optional<GitHubView.Budget> least(List<GitHubView.Budget> budgets) {
    List<GitHubView.Budget> ofTokens =
        budgets.stream().filter(budget -> !budget.token().equals(WITHOUT)).toList();
    return (ofTokens.isEmpty() ? budgets : ofTokens)
        .stream().min(Comparator.comparingDouble(SavedPane::share));
  }

  private static String left(GitHubView.Budget budget) {
    return TEXTS.get(
        budget.token().equals(WITHOUT) ? "saved.leastPublic" : "saved.least",
        Words.number(budget.remaining()),
        Words.number(budget.limit()));
  }

  private static double share(GitHubView.Budget budget) {
    return budget.limit() == 0 ? 0 : (double) budget.remaining() / budget.limit();
  }

  private static Mark mark(GitHubView.Budget budget) {
    return budget.remaining() == 0 || budget.pausedUntil().isPresent() ? Mark.HELD : Mark.READY;
  }

  private static String line(GitHubView.Budget budget) {
    String left =
        TEXTS.get(
            "saved.left",
            budget.token(),
            budget.resource(),
            Words.number(budget.remaining()),
            Words.number(budget.limit()),
            Words.timeOfDay(budget.reset()));
    return budget
        .pausedUntil()
        .map(until -> left + " " + TEXTS.get("saved.paused", Words.timeOfDay(until)))
        .orElse(left);
  }
}
