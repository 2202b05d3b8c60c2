package io.peerdeck.panel.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of the dropped files are workflow files, and why not the others.
final class DroppedFilesTest {
  private static final String WORKFLOW = "on: push\njobs:\n  a: {runs-on: x, steps: [{run: b}]}\n";

  @TempDir Path folder;

  @Test
  void aFolderGivesItsWorkflowsAndFilesThatReadLikeOne() throws IOException {
    Path first = write(".github/workflows/a.yml", "name: a\n");
    Path second = write("ci/build.yaml", WORKFLOW);
    write("compose.yml", "services: {}\n");
    write("node_modules/x/.github/workflows/b.yml", WORKFLOW + "# 2\n");
    write(".hidden/c.yml", WORKFLOW + "# 3\n");
    write("1/2/3/4/5/6/7/deep.yml", WORKFLOW + "# 4\n");
    DroppedFiles.Found found = DroppedFiles.of(List.of(folder));
    assertThat(found.files()).containsExactlyInAnyOrder(first, second);
    assertThat(found.refused()).isEmpty();
    assertThat(found.notes()).isEmpty();
  }

  @Test
  void duplicatesHugeBinaryAndOtherFilesAreRefused() throws IOException {
    Path good = write("a.yml", WORKFLOW);
    Path copy = write("copy.yml", WORKFLOW);
    Path linked = Files.createSymbolicLink(folder.resolve("link.yml"), good);
    Path huge = write("huge.yml", "#".repeat((int) DroppedFiles.MOST_BYTES + 1));
    Path binary = Files.write(folder.resolve("binary.yml"), new byte[] {(byte) 0xff, 0, 3});
    Path text = write("notes.txt", WORKFLOW);
    Path gone = folder.resolve("gone.yml");
    DroppedFiles.Found found =
        DroppedFiles.of(List.of(good, good, copy, linked, huge, binary, text, gone));
    assertThat(found.files()).containsExactly(good, gone);
    assertThat(found.refused())
        .extracting(DroppedFiles.Refused::file)
        .containsExactly(copy, linked, huge, binary, text);
    assertThat(found.refused().get(2).why()).contains("at most 1.0 MB");
  }

  @Test
  void manyFilesAreBounded() throws IOException {
    for (int i = 0; i < DroppedFiles.MOST_FILES + 3; i++) {
      write(".github/workflows/" + i + ".yml", "name: w" + i + "\n");
    }
    DroppedFiles.Found found = DroppedFiles.of(List.of(folder));
    assertThat(found.files()).hasSize(DroppedFiles.MOST_FILES);
    assertThat(found.refused()).hasSize(3);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
