package io.peerdeck.panel.run;

import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kordamp.ikonli.feather.Feather;

/// Opening a run, or the log of its chosen task, in a window of its own.
final class WindowActions {
  private static final Texts TEXTS = Texts.of("run");

  private WindowActions() {}

  static List<Action<RunSummary>> of(Desk desk, Supplier<Optional<TaskRef>> task) {
    return List.of(
        Action.<RunSummary>of(
                "window",
                Feather.EXTERNAL_LINK,
                TEXTS.get("window"),
                runs -> runs.size() == 1,
                runs -> desk.navigator().openWindow(runs.getFirst().id(), Optional.empty()))
            .withShortcut("Shortcut+N"),
        Action.<RunSummary>of(
                "log-window",
                Feather.FILE_TEXT,
                TEXTS.get("window.log"),
                runs -> runs.size() == 1,
                runs ->
                    task.get()
                        .ifPresent(
                            chosen ->
                                desk.navigator()
                                    .openWindow(runs.getFirst().id(), Optional.of(chosen))))
            .withShortcut("Shortcut+L"));
  }
}
