package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.schedule.RunStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A picture of every screen, page, form and state in every theme and scale, in
/// `target/screenshots`; each is walked for cut text and faint text, too. `-Dlooks=light-100` takes
/// those of one look alone, any regular expression of several.
@Tag("full")
public final class PicturesTest {
  private static final int[] SCALES = {80, 100, 125, 150, 200};

  @Test
  void everyScreenInEveryThemeAndScaleLeavesAPicture() {
    Path folder = Path.of(System.getProperty("peerdeck.build", "target"), "screenshots");
    List<Path> pictures = new ArrayList<>();
    List<String> found = new ArrayList<>();
    new Tour(
            1280,
            820,
            shown -> {
              for (Shown.Look look : looks()) {
                shown.look(look);
                shown.settle().run();
                Path picture = folder.resolve(shown.name() + "-" + look + ".png");
                shown.picture(picture);
                pictures.add(picture);
                Stream.concat(
                        FxThread.call(() -> RoomWalk.of(shown.scene())).stream(),
                        FxThread.call(() -> ContrastWalk.of(shown.scene())).stream())
                    .forEach(wrong -> found.add(shown.name() + " " + look + ": " + wrong));
              }
              shown.look(new Shown.Look(Theme.LIGHT, 100));
            })
        .take();
    assertThat(pictures).hasSizeGreaterThan(looks().size() * 50);
    assertThat(pictures).allSatisfy(picture -> assertThat(picture).isNotEmptyFile());
    assertThat(found).isEmpty();
  }

  private static List<Shown.Look> looks() {
    List<Shown.Look> looks = new ArrayList<>();
    for (Theme theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
      for (int scale : SCALES) {
        looks.add(new Shown.Look(theme, scale));
      }
    }
    String wanted = System.getProperty("looks", ".*");
    looks.removeIf(look -> !look.toString().matches(wanted));
    return looks;
  }

  public static ScriptedNode filled() {
    ScriptedNode node = new ScriptedNode();
    node.warnings.add("The fleet has a single admin: make another peer admin soon.");
    node.transfers.addAll(Script.transfers());
    String[] names = {"nightly-data", "scrape-site", "codegen", "docs", "csv-merge"};
    RunStatus[] states = {
      RunStatus.COMPLETED, RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED
    };
    for (int i = 0; i < 36; i++) {
      RunStatus state = states[i % states.length];
      node.put(Script.run(i, names[i % names.length], state, Script.tasks(state)));
    }
    node.put(Script.run(37, "codegen", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
    node.put(Script.run(38, "docs", RunStatus.ASSIGNED, Script.tasks(RunStatus.ASSIGNED)));
    node.put(
        Script.run(39, "nightly-data", RunStatus.IN_PROGRESS, Script.tasks(RunStatus.IN_PROGRESS)));
    node.logged(Script.lines(0, 400), false);
    node.entries = 12_481;
    return node;
  }
}
