package io.peerdeck.panel;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.Change;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.SecretGrant;
import io.peerdeck.node.SecretView;
import io.peerdeck.node.TaskView;
import io.peerdeck.node.VariableView;
import io.peerdeck.node.VendoredAction;
import io.peerdeck.panel.peers.PeerMapTest;
import io.peerdeck.schedule.RunStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Nodes with something of everything, or nothing of anything, for the [Tour].
final class TourNode {
  /// A failed run with remarks, a summary, artifacts and a colourful log.
  static final String FAILED = Script.cid(64);

  private static final String SUMMARY =
      """
      # Prices of the night

      **40 rows** lack a price, see [the list](https://example.org/rows).

      | shop | rows | missing |
      |------|-----:|--------:|
      | eu   | 1204 | 31      |
      | us   | 998  | 9       |

      1. read `shop.csv`
      2. merge the *shards*

      > Rows without a price are left out.

      ```
      shop.py --region eu
      ```
      """;

  private TourNode() {}

  static ScriptedNode fresh() {
    ScriptedNode node = new ScriptedNode();
    node.peers.removeIf(peer -> !peer.self());
    node.entries = 1;
    return node;
  }

  /// Much of what a filled node has comes to one that is shown already.
  static void grow(ScriptedNode node) {
    ScriptedNode much = filled();
    much.runs.values().forEach(node::put);
    node.peers.clear();
    node.peers.addAll(much.peers);
    node.transfers.addAll(much.transfers);
    node.entries = much.entries;
    Stream.concat(
            much.runs.keySet().stream().<Change>map(Change.Run::new),
            Stream.<Change>of(
                new Change.Peers(),
                new Change.Fleet(),
                new Change.Clock(),
                new Change.Blobs(),
                new Change.Events(),
                new Change.Status()))
        .forEach(node::changed);
  }

  static ScriptedNode filled() {
    ScriptedNode node = PeerMapTest.connected(PicturesTest.filled());
    node.gitHub = Script.gitHub();
    node.transfers.add(
        Script.transfer(4, "in", "cancelled", 9_000, 88_000, Optional.of("You cancelled it.")));
    node.histories.put(Script.ref(1).id(), Script.history());
    node.fleet =
        Script.fleet(
            node.fleet,
            List.of("admin", "operator", "worker"),
            List.of(),
            List.of(Script.request(8, "nuc-8")),
            List.of(Script.approval()));
    List<TaskView> tasks =
        Script.tasks(RunStatus.FAILED).stream()
            .map(task -> task.ref().index() == 0 ? Script.with(task, remarks(), 400) : task)
            .toList();
    node.put(Script.run(64, "nightly-data", RunStatus.FAILED, tasks));
    node.summaries.put("build", SUMMARY);
    node.artifacts.put(
        Script.cid(82),
        List.of(new ArtifactFile("shard.csv", 62, "csv"), new ArtifactFile("chart.bin", 3, "bin")));
    node.contents.put(
        "csv", "shop,row,price\neu,1,12.50\neu,2,\nus,1,9.99\n".getBytes(StandardCharsets.UTF_8));
    node.logged(lines(), true);
    node.secrets.add(
        new SecretView(
            "DEPLOY_TOKEN",
            Script.NOW,
            List.of(new SecretGrant(Script.ref(1).id(), Script.cid(90), Script.cid(91)))));
    node.secrets.add(new SecretView("MIRROR_PASSWORD", Script.NOW, List.of()));
    node.variables.add(new VariableView("REGION", "eu-north and, when that is full, eu-west"));
    node.actions.add(
        new VendoredAction(
            "octo/setup-tool@" + "ab".repeat(20), "setup-tool", 12, 48_200, Script.ref(1)));
    return node;
  }

  private static List<LogChunk.Line> lines() {
    String[] levels = {"group", "plain", "plain", "endgroup", "error", "notice", "plain"};
    String[] texts = {
      "Read the shops",
      "\u001B[32mok\u001B[0m eu \u001B[1;34m1204\u001B[0m rows",
      "\u001B[33mslow\u001B[0m us \u001B[38;5;208m998\u001B[0m rows, \u001B[31m9 missing\u001B[0m",
      "",
      "shop.py: no price in row 39",
      "40 rows are left out",
      "a long line of words that goes on and on ".repeat(6)
    };
    return IntStream.range(0, texts.length)
        .mapToObj(i -> new LogChunk.Line(400 + i, Script.NOW, 2, "out", levels[i], texts[i]))
        .toList();
  }

  private static List<TaskView.AnnotationView> remarks() {
    return List.of(
        new TaskView.AnnotationView(
            2, "warning", "", "40 rows have no price", Optional.empty(), 0, 0, 0, 0),
        new TaskView.AnnotationView(
            2, "error", "Missing", "no price in row 39", Optional.of("shop.py"), 12, 12, 5, 9),
        new TaskView.AnnotationView(
            1, "notice", "", "read from the cache", Optional.of("fetch.sh"), 3, 3, 0, 0));
  }
}
