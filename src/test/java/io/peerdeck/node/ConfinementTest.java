package io.peerdeck.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerdeck.runner.ToolFolders;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ConfinementTest {
  @TempDir Path data;

  @Test
  void whoAsksBeforeItWasLookedForIsTold() {
    try (Confinement confinement = Confinement.of(true, data, ToolFolders.NONE)) {
      assertEquals(confinement.sandbox().isPresent(), confinement.reason().isEmpty());
    }
  }

  @Test
  void itIsLookedForThoughNobodyAsks() throws InterruptedException {
    // What it lacks is known at a glance only once it was looked for: here, that no such folder is.
    try (Confinement confinement = Confinement.of(true, data.resolve("gone"), ToolFolders.NONE)) {
      assertEquals(Optional.empty(), confinement.lack());
      while (confinement.lack().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  @Test
  void aNodeThatStoppedLooksForNothing() {
    Confinement confinement = Confinement.of(true, data, ToolFolders.NONE);
    confinement.close();
    assertTrue(confinement.sandbox().isEmpty());
    assertEquals("this node has stopped.", confinement.reason());
  }
}
