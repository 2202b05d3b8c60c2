package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder that something has happened to: it is told what and where, and nothing is lost.
class DamagedFolderTest {
  @TempDir static Path prepared;
  private static String run = "";

  @TempDir Path temporary;
  private Path data = Path.of("");

  @BeforeAll
  static void aFolderWithARun() throws Exception {
    try (Node node = Node.open(SubmitLoop.config(prepared.resolve("data")))) {
      run = node.submit(SubmitRequest.of(SubmitLoop.workflow(prepared))).id();
    }
  }

  @BeforeEach
  void copied() throws Exception {
    data = temporary.resolve("data");
    try (Stream<Path> files = Files.walk(prepared.resolve("data"))) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(prepared.resolve("data").relativize(file)));
      }
    }
  }

  @Test
  void aDatabaseThatIsNoneIsKeptAsideAndTheNextStartBeginsAnew() throws Exception {
    byte[] damaged = "this is no database, it was overwritten by something".getBytes();
    Files.write(data.resolve("peerdeck.db"), damaged);

    assertThatThrownBy(this::open)
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(data.resolve("peerdeck.db") + " is not a readable database")
        .hasMessageContaining("kept aside as " + data.resolve("peerdeck.db.unreadable-1"));

    assertThat(data.resolve("peerdeck.db.unreadable-1")).hasBinaryContent(damaged);
    try (Node node = open()) {
      assertThat(node.runs(RunQuery.all(10)).runs()).isEmpty();
      assertThat(node.verifyClock(progress -> {}).ok()).isTrue();
    }
  }

  @Test
  void aSoundCopyOfTheDatabaseTakesItsPlaceAgain() throws Exception {
    Path sound = Files.copy(data.resolve("peerdeck.db"), temporary.resolve("copy.db"));
    Files.write(data.resolve("peerdeck.db"), new byte[] {1, 2, 3});
    assertThatThrownBy(this::open).hasMessageContaining("put a sound copy in its place");

    Files.copy(sound, data.resolve("peerdeck.db"));

    try (Node node = open()) {
      assertThat(node.run(run).summary().id()).isEqualTo(run);
    }
  }

  @Test
  void pagesOverwrittenInsideTheDatabaseAreFoundAndNeverBelieved() throws Exception {
    Path database = data.resolve("peerdeck.db");
    try (FileChannel file = FileChannel.open(database, StandardOpenOption.WRITE)) {
      for (long at = 4096; at < file.size(); at += 4096) {
        file.write(ByteBuffer.wrap(new byte[2048]), at);
      }
    }
    byte[] damaged = Files.readAllBytes(database);

    assertThatThrownBy(this::open)
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(database.toString());

    assertThat(copies()).anySatisfy(kept -> assertThat(kept).hasBinaryContent(damaged));
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files
          .filter(
              file -> file.getFileName().toString().matches("peerdeck\\.db(\\.unreadable-\\d)?"))
          .toList();
    }
  }

  @Test
  void aDatabaseOfANewerPeerdeckIsLeftAsItIs() throws Exception {
    Path database = data.resolve("peerdeck.db");
    int layout = layout(database);
    pragma(database, "PRAGMA user_version=99");

    assertThatThrownBy(this::open)
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(database + " was written by a newer Peerdeck (layout 99")
        .hasMessageContaining("start the newer version");

    pragma(database, "PRAGMA user_version=" + layout);
    try (Node node = open()) {
      assertThat(node.run(run).summary().id()).isEqualTo(run);
    }
  }

  @Test
  void aDamagedKeyIsNeverReplaced() throws Exception {
    Path file = data.resolve("node.key");
    byte[] key = Files.readAllBytes(file);
    for (byte[] damaged : List.of(new byte[0], new byte[key.length], flipped(key))) {
      Files.write(file, damaged);
      assertThatThrownBy(this::open)
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("The node's key " + file + " is damaged");
      assertThat(file).hasBinaryContent(damaged);
    }
    Files.write(file, key);
    try (Node node = open()) {
      assertThat(node.run(run).summary().id()).isEqualTo(run);
    }
  }

  @Test
  void wrongSettingsAreToldWithTheirLineAndTheFolderStaysUsable() throws Exception {
    Path settings = data.resolve("config.yaml");
    for (List<String> mistake :
        List.of(
            List.of("name: a\nlisten: [localhost]\n", "config.yaml:2: "),
            List.of("name: a\njoin: nonsense\n", "config.yaml:2: "),
            List.of("name: a\ntrust: [nobody]\n", "config.yaml:2: "),
            List.of("name: {", "config.yaml"),
            List.of("slots: 1000", "config.yaml:1: "),
            List.of("\u0000", "config.yaml"))) {
      Files.writeString(settings, mistake.getFirst());
      assertThatThrownBy(() -> Node.open(NodeConfig.at(data).withSlots(0)))
          .as(mistake.getFirst())
          .isInstanceOfSatisfying(
              NodeException.class,
              refused -> assertThat(refused.reason()).isEqualTo(NodeException.Reason.INVALID))
          .hasMessageContaining(mistake.getLast());
    }
    Files.write(settings, new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0x80});
    assertThatThrownBy(this::open)
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(settings.toString());
    Files.delete(settings);
    try (Node node = open()) {
      assertThat(node.run(run).summary().id()).isEqualTo(run);
    }
  }

  @Test
  void aFileWhereTheFolderShouldBeIsTold() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> Node.open(NodeConfig.at(file).offline()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("The data folder " + file + " cannot be used: ");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsTold() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
    Files.delete(data.resolve("peerdeck.lock"));
    try {
      assertThatThrownBy(this::open)
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("The data folder " + data + " cannot be used: permission denied");
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aLostWorkflowBlobIsToldAndTheRunStaysListed() throws Exception {
    try (Stream<Path> blobs = Files.walk(data.resolve("blobs"))) {
      for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
        Files.writeString(blob, "damaged");
      }
    }
    try (Node node = open()) {
      assertThat(node.run(run).source()).isEmpty();
      assertThat(node.runs(RunQuery.all(10)).runs()).hasSize(1);
      assertThat(node.verifyClock(progress -> {}).ok()).isTrue();
    }
  }

  private Node open() {
    return Node.open(SubmitLoop.config(data));
  }

  private static byte[] flipped(byte[] key) {
    byte[] damaged = key.clone();
    damaged[10] ^= 1;
    return damaged;
  }

  private static int layout(Path database) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = connection.createStatement();
        ResultSet version = sql.executeQuery("PRAGMA user_version")) {
      return version.getInt(1);
    }
  }

  private static void pragma(Path database, String statement) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
