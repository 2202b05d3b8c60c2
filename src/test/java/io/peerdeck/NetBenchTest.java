package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetBenchTest {
  @Test
  void aFolderWithoutTheJsEndsIsNamed(@TempDir Path empty) {
    assertThatThrownBy(() -> NetBench.run(Optional.of(empty)))
        .hasMessageContaining("npm ci")
        .hasMessageContaining(empty.toString());
  }

  @Test
  @Tag("full")
  void withoutJsThereAreFiguresWithoutAnchors() {
    assertThat(NetBench.run(Optional.empty()))
        .allSatisfy(
            figure -> {
              assertThat(figure.anchor()).isNull();
              assertThat(figure.value()).isPositive();
            })
        .extracting(Figure::name)
        .containsExactly(
            "net.stream",
            "net.stream.cpu",
            "net.handshakes",
            "net.ping.p50",
            "net.streams.fairness",
            "net.stream.cpu.jdk");
  }
}
