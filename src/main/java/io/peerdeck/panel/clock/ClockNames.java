package io.peerdeck.panel.clock;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of the runs that entries in sight are about, read as they come into sight. A run keeps
/// its name, so none is read twice while it is kept. Only on the FX thread.
final class ClockNames {
  /// A key this long is a run's id.
  private static final int SHORTEST_RUN_ID = 40;

  private static final int KEPT = 4_000;
  private static final Texts TEXTS = Texts.of("clock");

  private final NodeBridge bridge;
  private final Runnable changed;
  // Those looked at longest ago first; without a name where there is none.
  private final LinkedHashMap<String, String> names = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<String> unknown = new HashSet<>();
  private boolean reading;

  /// @param changed hears that names came
  ClockNames(NodeBridge bridge, Runnable changed) {
    this.bridge = bridge;
    this.changed = changed;
  }

  static boolean isRun(String key) {
    return key.length() > SHORTEST_RUN_ID;
  }

  /// The name behind a key, if it is known by now; else the key, short.
  String of(String key) {
    String name = names.get(key);
    if (name == null && isRun(key)) {
      unknown.add(key);
      read();
    }
    return name == null || name.isBlank() ? ClockWords.key(key) : name;
  }

  private void read() {
    if (reading || unknown.isEmpty()) {
      return;
    }
    Set<String> asked = Set.copyOf(unknown);
    unknown.clear();
    reading = true;
    bridge.act(
        TEXTS.get("reading"),
        node -> node.runs(asked),
        found -> came(asked, found),
        e -> {
          bridge.notices().problem(TEXTS.get("reading"), bridge.message(e));
          came(asked, List.of());
        });
  }

  private void came(Set<String> asked, List<RunSummary> found) {
    reading = false;
    Map<String, String> named = new HashMap<>();
    found.forEach(run -> named.put(run.id(), run.name()));
    asked.forEach(id -> names.put(id, named.getOrDefault(id, "")));
    while (names.size() > KEPT) {
      names.pollFirstEntry();
    }
    read();
    changed.run();
  }
}
