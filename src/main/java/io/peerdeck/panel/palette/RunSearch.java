package io.peerdeck.panel.palette;

import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.NodeBridge;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds runs by name, file or id while a person types: one question at a time, the last one
/// typed always asked.
final class RunSearch {
  /// More than fit into the palette.
  private static final int LIMIT = 12;

  private final NodeBridge bridge;
  private final Consumer<List<RunSummary>> found;
  private final Consumer<String> failed;
  private String wanted = "";
  private String asked = "";
  private boolean underWay;

  RunSearch(NodeBridge bridge, Consumer<List<RunSummary>> found, Consumer<String> failed) {
    this.bridge = bridge;
    this.found = found;
    this.failed = failed;
  }

  void look(String text) {
    wanted = text.strip();
    if (!underWay && !wanted.equals(asked)) {
      ask();
    }
  }

  private void ask() {
    asked = wanted;
    if (asked.isEmpty()) {
      found.accept(List.of());
      return;
    }
    underWay = true;
    RunQuery query =
        new RunQuery(
            asked,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            LIMIT,
            0);
    bridge.act(
        "",
        node -> node.runs(query).runs(),
        runs -> {
          found.accept(runs);
          next();
        },
        e -> {
          failed.accept(bridge.message(e));
          next();
        });
  }

  private void next() {
    underWay = false;
    if (!wanted.equals(asked)) {
      ask();
    }
  }
}
