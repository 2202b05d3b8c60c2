package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFoldersTest {
  @TempDir Path temporary;

  @Test
  void aLaterJobFindsNothingOfAnEarlierOne() throws Exception {
    final Path parent = Files.createDirectory(temporary.resolve("jobs"));
    try (JobFolders folders = new JobFolders(parent, Scratch.none())) {
      final JobFolder fresh = folders.create("fresh");
      folders.discard(fresh);
      await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(fresh.commands()));
      for (int i = 0; i < 6; i++) {
        leaveTraces(folders.create("job-" + i), folders);
      }
    }
    assertThat(parent).isEmptyDirectory();
  }

  /// Looks whether a folder is as good as new, leaves traces of every kind in it, and gives it
  /// back.
  private void leaveTraces(JobFolder folder, JobFolders folders) throws Exception {
    final Set<Path> all = new HashSet<>(folder.parts());
    all.add(folder.commands());
    all.add(folder.root());
    try (Stream<Path> there = Files.walk(folder.root())) {
      // Below the part for /tmp there may be the sandbox's way through it.
      assertThat(there.filter(path -> !path.startsWith(folder.tmp()) || path.equals(folder.tmp())))
          .containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(Files.getPosixFilePermissions(folder.root()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    for (final Path part : folder.parts()) {
      assertThat(Files.isWritable(part) && Files.isExecutable(part)).as("%s", part).isTrue();
      assertThat(Files.getPosixFilePermissions(part))
          .doesNotContainAnyElementsOf(PosixFilePermissions.fromString("----w--w-"));
      assertThat(Files.getLastModifiedTime(part).toMillis()).isGreaterThan(1_000);
    }
    Files.writeString(folder.home().resolve(".profile"), "echo mine");
    Files.createDirectories(folder.workspace().resolve("a/b"));
    Files.setPosixFilePermissions(folder.temp(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setLastModifiedTime(folder.toolCache(), FileTime.fromMillis(1));
    JobFolder.delete(folder.tmp());
    Files.createSymbolicLink(folder.tmp(), temporary);
    Files.createDirectory(folder.root().resolve("more"));
    Files.setPosixFilePermissions(folder.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
    folders.discard(folder);
    // Cleared when it is deleted, or whole again.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !Files.exists(folder.root())
                    || !Files.exists(folder.root().resolve("more"))
                        && Files.isDirectory(folder.tmp(), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void partsThatNoJobTouchedServeTheNextOne() throws Exception {
    final Path parent = Files.createDirectory(temporary.resolve("jobs"));
    try (JobFolders folders = new JobFolders(parent, Scratch.none())) {
      // Several folders may take turns.
      final Set<Map<Path, Object>> seen = new HashSet<>();
      boolean again = false;
      for (int i = 0; i < 100 && !again; i++) {
        final JobFolder folder = folders.create("job-" + i);
        again = !seen.add(parts(folder));
        folders.discard(folder);
        await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(folder.commands()));
      }
      assertThat(again).isTrue();
    }
  }

  private static Map<Path, Object> parts(JobFolder folder) throws IOException {
    final Map<Path, Object> parts = new HashMap<>();
    for (final Path part : List.of(folder.workspace(), folder.temp(), folder.home())) {
      parts.put(part.getFileName(), Files.readAttributes(part, "unix:ino,ctime"));
    }
    return parts;
  }

  @Test
  void whatACrashLeftInMemoryIsGoneAtTheNextStart() throws Exception {
    final Path memory = Path.of("/dev/shm");
    final Path left;
    final Scratch crashed = Scratch.of(temporary, List.of(memory));
    final Optional<Path> made = crashed.create("job");
    assumeTrue(made.isPresent(), "no folder in memory here");
    left = Files.writeString(made.orElseThrow().resolve("step_1.sh"), "true");
    try (Scratch next = Scratch.of(temporary, List.of(memory))) {
      assertThat(left).doesNotExist();
      assertThat(next.create("job")).contains(made.orElseThrow());
    }
    assertThat(made.orElseThrow().getParent()).doesNotExist();
  }

  /// A process stands for a node: while it lives, and where it is not known whose something is,
  /// nothing is touched.
  @Test
  void whatAKilledNodeLeftIsClearedByAnyOther() throws Exception {
    final Path memory = Path.of("/dev/shm");
    assumeTrue(Scratch.of(temporary, List.of(memory)).create("job").isPresent(), "no memory");
    final Process node = new ProcessBuilder("sleep", "600").start();
    final String owner = OwnerProcess.of(node.pid()).orElseThrow().text();
    final Path left = folder(memory, "a", owner);
    Files.writeString(Files.createDirectory(left.resolve("job")).resolve("step_1.sh"), "true");
    final Path open = folder(memory, "b", owner);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    final List<Path> others =
        List.of(
            open,
            folder(memory, "c", OwnerProcess.self().orElseThrow().text()),
            folder(memory, "d", "somebody"),
            folder(memory, "e", owner.replaceFirst("-\\d+$", "-1")));
    final Optional<Path> group = group(owner);
    try {
      clearLeft(memory);
      assertThat(left).exists();
      group.ifPresent(made -> assertThat(made).exists());

      node.destroyForcibly().waitFor();
      clearLeft(memory);
      assertThat(left).doesNotExist();
      group.ifPresent(made -> assertThat(made).doesNotExist());
      assertThat(others).allSatisfy(other -> assertThat(other.resolve("owner")).exists());
    } finally {
      node.destroyForcibly();
      for (final Path other : others) {
        JobFolder.delete(other);
      }
      JobFolder.delete(left);
    }
  }

  private void clearLeft(Path memory) {
    Scratch.of(temporary, List.of(memory)).close();
    ControlGroup.clearLeft();
  }

  private Path folder(Path memory, String name, String owner) throws IOException {
    final Path folder =
        Files.createDirectory(
            memory.resolve("peerdeck-" + name + temporary.getFileName()), JobFolder.PRIVATE);
    Files.writeString(folder.resolve("owner"), owner);
    return folder;
  }

  /// Beside those this node makes for its jobs; none where it may make none.
  private static Optional<Path> group(String owner) throws IOException {
    for (final Path place : ControlGroup.places()) {
      try {
        return Optional.of(Files.createDirectory(place.resolve("peerdeck-" + owner + "-job")));
      } catch (IOException e) {
        continue; // not ours to make
      }
    }
    return Optional.empty();
  }

  @Test
  void aFolderInMemoryThatOthersMayWriteToIsNotTaken() throws Exception {
    final Path memory = Path.of("/dev/shm");
    final Scratch first = Scratch.of(temporary, List.of(memory));
    final Optional<Path> made = first.create("job");
    assumeTrue(made.isPresent(), "no folder in memory here");
    final Path folder = made.orElseThrow().getParent();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(Scratch.of(temporary, List.of(memory)).create("other")).isEmpty();
    first.close();
    Files.createSymbolicLink(folder, temporary);
    try {
      assertThat(Scratch.of(temporary, List.of(memory)).create("other")).isEmpty();
    } finally {
      Files.delete(folder);
    }
    assertThat(Scratch.of(temporary, List.of(temporary)).create("on disk")).isEmpty();
  }
}
