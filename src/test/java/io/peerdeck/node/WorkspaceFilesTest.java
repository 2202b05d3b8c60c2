package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.blob.BlobStore;
import io.peerdeck.blob.UnixFs;
import io.peerdeck.blob.UnixFsEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceFilesTest {
  @TempDir Path temporary;
  private Path folder;
  private Path workflow;
  private Path data;

  @BeforeEach
  void aWorkspace() throws Exception {
    folder = Files.createDirectories(temporary.resolve("project"));
    data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("node.key"), "secret");
    Files.createDirectories(folder.resolve(".github/workflows"));
    workflow = folder.resolve(".github/workflows/build.yml");
    Files.writeString(workflow, "name: build");
    Files.writeString(folder.resolve("tracked.txt"), "12345");
    Files.writeString(folder.resolve("untracked.txt"), "1");
  }

  @Test
  void outsideGitOnlyTheWorkflowFileIsTaken() {
    WorkspaceFiles files = WorkspaceFiles.of(workflow, Optional.empty(), data);
    assertThat(files.files()).containsExactly(Path.of("build.yml"));
    assertThat(files.bytes()).isEqualTo(11);
  }

  @Test
  void insideGitTheTrackedFilesAreTakenWithoutTheDataFolder() throws Exception {
    git("init", "-q");
    git("add", "tracked.txt", ".github", "data");
    WorkspaceFiles files = WorkspaceFiles.of(workflow, Optional.empty(), data);
    assertThat(files.files())
        .containsExactly(Path.of(".github/workflows/build.yml"), Path.of("tracked.txt"));
    assertThat(files.source()).contains("git-tracked");
  }

  @Test
  void aNamedFolderIsTakenWholeWithoutTheDataFolderAndGit() throws Exception {
    git("init", "-q");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    WorkspaceFiles files = WorkspaceFiles.of(workflow, Optional.of(folder), data);
    assertThat(files.files())
        .containsExactly(
            Path.of(".github/workflows/build.yml"),
            Path.of("tracked.txt"),
            Path.of("untracked.txt"));
  }

  @Test
  void aFileThatVanishesBeforeItIsStoredIsNamedWithWhatToDo() throws Exception {
    UnixFs store = new UnixFs(BlobStore.open(temporary.resolve("blobs")));
    WorkspaceFiles files = WorkspaceFiles.of(workflow, Optional.of(folder), data);
    Files.delete(folder.resolve("tracked.txt"));
    assertThatThrownBy(() -> files.storedIn(store))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(folder.resolve("tracked.txt") + " was deleted or renamed")
        .hasMessageContaining("Nothing was submitted")
        .hasMessageContaining("Try again");
    WorkspaceFiles again = WorkspaceFiles.of(workflow, Optional.of(folder), data);
    assertThat(store.files(again.storedIn(store)))
        .extracting(UnixFsEntry::path)
        .contains("untracked.txt")
        .doesNotContain("tracked.txt");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> WorkspaceFiles.of(workflow, Optional.of(nowhere), data))
        .hasMessage("There is no folder " + nowhere + ".");
  }

  private void git(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = folder.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
