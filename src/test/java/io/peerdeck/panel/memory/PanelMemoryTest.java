package io.peerdeck.panel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The panel's memory: what is kept comes back, and no file is ever lost.
final class PanelMemoryTest {
  private static final InstantSource TIME =
      InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

  @TempDir private Path folder;

  record Size(double width, Optional<String> on, List<String> tags, Map<String, Integer> counts) {}

  record Other(String word) {}

  record Width(double width) {}

  @Test
  void whatIsKeptComesBackAfterARestart() {
    Path file = folder.resolve("panel.json");
    Size size = new Size(12.5, Optional.of("left"), List.of("a", "b"), Map.of("x", 1));
    try (PanelMemory memory = PanelMemory.open(file, TIME)) {
      memory.keep("size", size);
      memory.keep("gone", new Other("soon"));
      memory.forget("gone");
    }
    try (PanelMemory memory = PanelMemory.open(file, TIME)) {
      assertThat(memory.recall("size", Size.class)).contains(size);
      assertThat(memory.recall("gone", Other.class)).isEmpty();
      assertThat(memory.unreadable()).isEmpty();
    }
  }

  @Test
  void aRecordOfAnotherShapeIsAsIfItHadNeverBeenKept() {
    try (PanelMemory memory = PanelMemory.ofThisSession()) {
      memory.keep("a", new Other("word"));
      assertThat(memory.recall("a", Width.class)).isEmpty();
      memory.keep("b", new Size(1, Optional.empty(), List.of(), Map.of()));
      assertThat(memory.recall("b", Width.class)).as("fields more do no harm").isPresent();
    }
  }

  @Test
  void aFileThatCannotBeReadIsKeptAside() throws IOException {
    Path file = folder.resolve("panel.json");
    Files.writeString(file, "{\"size\": ");
    try (PanelMemory memory = PanelMemory.open(file, TIME)) {
      Path aside = folder.resolve("panel.json.unreadable-1700000000");
      assertThat(memory.unreadable()).map(PanelMemory.Unreadable::aside).contains(aside);
      assertThat(aside).hasContent("{\"size\": ");
      memory.keep("a", new Other("anew"));
    }
    try (PanelMemory memory = PanelMemory.open(file, TIME)) {
      assertThat(memory.recall("a", Other.class)).contains(new Other("anew"));
    }
  }

  @Test
  void aFileTooLargeOrNoObjectIsUnreadable() throws IOException {
    Path large = folder.resolve("large.json");
    Files.write(large, new byte[MemoryFile.MAX_BYTES + 1]);
    Path list = folder.resolve("list.json");
    Files.writeString(list, "[1]");
    for (Path file : List.of(large, list)) {
      try (PanelMemory memory = PanelMemory.open(file, TIME)) {
        assertThat(memory.unreadable()).as(file.toString()).isPresent();
      }
    }
  }

  @Test
  void whatWasKeptAMomentAgoIsRecalledAsItIs() {
    try (PanelMemory memory = PanelMemory.open(folder.resolve("panel.json"), TIME)) {
      memory.keep("a", new Other("word"));
      assertThat(memory.recall("a", Other.class)).contains(new Other("word"));
      assertThat(memory.recall("a", Width.class)).isEmpty();
      memory.forget("a");
      assertThat(memory.recall("a", Other.class)).isEmpty();
    }
    assertThat(folder.resolve("panel.json")).as("there is nothing to write").doesNotExist();
  }

  @Test
  void manyChangesAreOneWriteAMomentLater() {
    Path file = folder.resolve("panel.json");
    try (PanelMemory memory = PanelMemory.open(file, TIME, Duration.ofMillis(50))) {
      for (int i = 0; i < 1000; i++) {
        memory.keep("width", new Width(i));
      }
      Awaitility.await().until(() -> Files.exists(file) && Files.readString(file).contains("999"));
      assertThat(folder.toFile().list()).containsExactly("panel.json");
    }
  }

  @Test
  void whatIsTooMuchOrCannotBeWrittenIsSaid() throws IOException {
    List<String> said = new CopyOnWriteArrayList<>();
    Path file = folder.resolve("no/such/folder/panel.json");
    try (PanelMemory memory = PanelMemory.open(file, TIME, Duration.ofMillis(50))) {
      memory.onFailure(said::add);
      memory.keep("long", new Other("x".repeat(PanelMemory.MAX_TEXT)));
      Awaitility.await().until(() -> !said.isEmpty());
      assertThat(said).singleElement().asString().contains("long");
      assertThat(memory.recall("long", Other.class)).isEmpty();
      memory.keep("a", new Other("word"));
    }
    assertThat(said).hasSize(2);
    assertThat(said.getLast()).contains("NoSuchFile");
  }
}
