package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowTemplatesTest {
  @TempDir Path temporary;

  @Test
  void everyTemplateIsValidAndThoseThatNeedOnlyAShellRun() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("project"));
    Files.writeString(folder.resolve("kept.txt"), "kept");
    try (TestFleet fleet = new TestFleet(temporary, 1, 4)) {
      Node node = fleet.node(0);
      assertThat(node.templates()).hasSize(9).allMatch(one -> one.description().endsWith("."));
      List<String> runs = new ArrayList<>();
      for (TemplateView template : node.templates()) {
        SubmitRequest request = SubmitRequest.of(node.template(template.id()));
        if (template.id().equals("scrape")) {
          request = request.withInputs(Map.of("site", "http://localhost:1"));
        }
        if (!template.complete()) {
          request = request.withFolder(folder);
        }
        SubmitPreview preview = node.preview(request);
        assertThat(preview.problems()).as(template.id()).isEmpty();
        assertThat(preview.name()).isEqualTo(template.name());
        if (List.of("pipeline", "links", "backup").contains(template.id())) {
          runs.add(node.submit(request).id());
        }
        if (template.id().equals("links")) {
          assertThat(preview.snapshotFiles()).isEqualTo(3);
        }
      }
      for (String run : runs) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> node.run(run).summary().status().finished());
        assertThat(node.run(run).summary().status())
            .as(node.run(run).summary().name())
            .isEqualTo(RunStatus.COMPLETED);
      }
      assertThatThrownBy(() -> node.template("../secrets")).hasMessageContaining("no template");
    }
  }
}
