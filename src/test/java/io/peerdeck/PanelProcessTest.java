package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.api.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Two starts of the program on one data folder, the panel among them.
@Beside
class PanelProcessTest {
  private final Path temporary;
  private final Path data;
  @AutoClose private final Programs programs;

  PanelProcessTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    programs = Programs.ofLoneNode(temporary);
    data = programs.data();
  }

  @Test
  void aSecondStartHandsItsFileToThePanelThatIsOpenAndEnds() throws Exception {
    Path file =
        Files.writeString(
            temporary.resolve("nightly.yml"),
            "name: p2p-workflow nightly\n"
                + "on: push\n"
                + "jobs: {a: {runs-on: linux, steps: [{run: ls}]}}\n");
    Programs.Program first = programs.onDisplay(PanelProcess.class, "panel");
    awaitPanel(first);
    assertThat(first.out()).doesNotContain("preview");

    Programs.Program second = programs.onDisplay(Main.class, "panel", file.toString());

    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out()).contains("The panel that is open on " + data);
    first.says("preview of p2p-workflow nightly");
    Programs.Program stop = programs.start("node", "stop");
    assertThat(stop.exit()).as(stop.err()).isZero();
    assertThat(first.exit()).as(first.err()).isZero();
  }

  @Test
  void aPanelStopsTheNodeThatHoldsTheFolderAndTakesOverAfterAYes() throws Exception {
    Programs.Program node = programs.start("node", "--json");
    String id = node.document().at("/self/id").asText();

    Programs.Program panel = programs.onDisplay(PanelProcess.class, "panel");

    panel.says("yes");
    assertThat(node.exit()).as(node.err()).isZero();
    awaitPanel(panel);
    try (ApiClient client = ApiClient.connect(data).orElseThrow()) {
      assertThat(client.get("status", Map.of()).at("/self/id").asText()).isEqualTo(id);
    }
    panel.process().destroy();
    assertThat(panel.exit()).isEqualTo(128 + 15);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDisplayThatCannotBeOpenedIsToldAtOnce() throws Exception {
    Programs.Program panel = programs.onDeadDisplay("panel");
    assertThat(panel.process().waitFor(40, TimeUnit.SECONDS))
        .as("before any patience ends")
        .isTrue();
    assertThat(panel.exit()).isEqualTo(1);
    assertThat(panel.err())
        .contains("No window can be opened here", "DISPLAY", "peerdeck node")
        .doesNotContain("Exception");
    assertThat(data.resolve("api.address")).as("its node has stopped").doesNotExist();
  }

  private void awaitPanel(Programs.Program program) throws Exception {
    Awaitility.await()
        .atMost(Duration.ofSeconds(Programs.DEADLINE_SECONDS))
        .until(() -> !program.process().isAlive() || panelIsOpen());
    assertThat(program.process().isAlive()).as(program.err()).isTrue();
  }

  private boolean panelIsOpen() {
    return ApiClient.connect(data)
        .map(
            client -> {
              try (client) {
                return client.get("panel", Map.of()).path("open").asBoolean();
              }
            })
        .orElse(false);
  }
}
