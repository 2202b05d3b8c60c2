package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void theSameKeyIsReadAgainAndNobodyElseMayReadIt() throws Exception {
    try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
      var key = data.key(new SecureRandom());
      assertThat(data.key(new SecureRandom())).isEqualTo(key);
      assertThat(Files.getPosixFilePermissions(data.root().resolve("node.key")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aSecondHolderIsRefusedWithWhatToDo() {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThat(first.root()).isEqualTo(folder);
      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("Another Peerdeck already runs on the data folder " + folder)
          .hasMessageContaining("--data");
    }
    DataFolder.open(folder).close();
  }

  @Test
  void aDamagedKeyIsRefusedAndKept() throws Exception {
    Files.write(folder.resolve("node.key"), new byte[] {1, 2, 3});
    try (DataFolder data = DataFolder.open(folder)) {
      assertThatThrownBy(() -> data.key(new SecureRandom()))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("damaged");
    }
    assertThat(Files.readAllBytes(folder.resolve("node.key"))).hasSize(3);
  }

  @Test
  void theFirstSettingsFileMeansTheDefaults() {
    Path file = folder.resolve("config.yaml");
    assertThat(FolderSettings.read(file)).isEqualTo(FolderSettings.defaults());
    assertThat(FolderSettings.read(file)).isEqualTo(FolderSettings.defaults());
  }

  @Test
  void everySettingIsRead() throws Exception {
    Path file = folder.resolve("config.yaml");
    Files.writeString(
        file,
        """
        name: nuc-2
        network: off
        listen: [/ip4/127.0.0.1/tcp/4011]
        join: /ip4/192.0.2.7/tcp/4011/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN
        trust: 12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN
        slots: 3
        labels: [gpu]
        """);
    FolderSettings settings = FolderSettings.read(file);
    assertThat(settings.name()).isEqualTo("nuc-2");
    assertThat(settings.network()).isFalse();
    assertThat(settings.listen()).containsExactly("/ip4/127.0.0.1/tcp/4011");
    assertThat(settings.join())
        .contains(
            "/ip4/192.0.2.7/tcp/4011/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN");
    assertThat(settings.trust())
        .containsExactly("12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN");
    assertThat(settings.slots()).isEqualTo(3);
    assertThat(settings.labels()).containsExactly("gpu");
  }

  @Test
  void aMistakeInTheSettingsIsRefusedWithItsLine() throws Exception {
    for (List<String> mistake :
        List.of(
            List.of("name: a\nnetwrok: off", "config.yaml:2: `netwrok` is not a setting"),
            List.of("slots: many", "config.yaml:1: `slots` is a whole number"),
            List.of("network: perhaps", "config.yaml:1: `network` is on or off"),
            List.of("slots: 1\nslots: 2", "config.yaml:2: `slots` is set twice"),
            List.of("- name", "config.yaml:1: settings are written as"))) {
      Path file = folder.resolve("config.yaml");
      Files.writeString(file, mistake.getFirst());
      assertThatThrownBy(() -> FolderSettings.read(file))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining(mistake.getLast());
    }
  }
}
