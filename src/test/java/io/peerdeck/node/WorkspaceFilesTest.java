package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.blob.BlobStore;
import io.peerdeck.blob.UnixFs;
import io.peerdeck.blob.UnixFsEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(files.leftOut()).contains("A symbolic link is not submitted: link");
  }

  @Test
  void theFilesOfSubmodulesAreTakenWithThoseOfTheRepository() throws Exception {
    Path library = Files.createDirectories(temporary.resolve("library"));
    Files.writeString(library.resolve("lib.c"), "int x;");
    git(library, "init", "-q");
    git(library, "add", ".");
    git(library, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x");
    git("init", "-q");
    git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        library.toString(),
        "lib");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("tracked.txt"));
    git("add", "tracked.txt", ".github", "link");
    WorkspaceFiles tracked = WorkspaceFiles.of(workflow, Optional.empty(), data);
    assertThat(tracked.files()).contains(Path.of("lib/lib.c"), Path.of(".gitmodules"));
    assertThat(tracked.leftOut()).contains("A symbolic link is not submitted: link");
    assertThat(WorkspaceFiles.of(workflow, Optional.of(folder), data).files())
        .contains(Path.of("lib/lib.c"))
        .doesNotContain(Path.of("lib/.git"));
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
    git(folder, arguments);
  }

  private static void git(Path where, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", where.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(said).isZero();
  }
}
