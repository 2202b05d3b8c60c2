package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.runner.LogLine.Stream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSpoolTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadWhileTheLogIsOpen() {
    final LogSpool spool = LogSpool.create(folder.resolve("log"));
    final LogLine first =
        new LogLine(0, 17, 1, Stream.OUT, Level.PLAIN, "tab\t quote\" back\\ bell\u0007 ünï 😀");
    final LogLine second = new LogLine(1, 18, 2, Stream.ERR, Level.ERROR, "");
    spool.append(first);
    assertThat(spool.length()).isZero();
    spool.append(second);
    spool.flush();
    final LogSpool.Part part = spool.read(0, 1 << 16);
    assertThat(part.lines()).containsExactly(first, second);
    assertThat(part.next()).isEqualTo(spool.length());
    assertThat(part.end()).isFalse();
    spool.close();
    assertThat(spool.read(part.next(), 100).lines()).isEmpty();
    assertThat(spool.read(part.next(), 100).end()).isTrue();
    spool.release();
  }

  @Test
  void smallRangesFollowEachOtherWithoutLossOrRepetition() {
    final LogSpool spool = LogSpool.create(folder.resolve("log"));
    final List<LogLine> written = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      final LogLine line = new LogLine(i, i, 1, Stream.OUT, Level.PLAIN, "x".repeat(i % 700));
      written.add(line);
      spool.append(line);
    }
    spool.close();
    final List<LogLine> read = new ArrayList<>();
    long at = 0;
    boolean end = false;
    while (!end) {
      final LogSpool.Part part = spool.read(at, 300);
      read.addAll(part.lines());
      at = part.next();
      end = part.end();
    }
    assertThat(read).isEqualTo(written);
    spool.release();
  }

  @Test
  void aTornLastRecordIsLeftOutAfterACrash() throws Exception {
    final Path file = folder.resolve("log");
    final LogSpool spool = LogSpool.create(file);
    final LogLine line = new LogLine(0, 1, 1, Stream.OUT, Level.PLAIN, "whole");
    spool.append(line);
    spool.flush();
    Files.writeString(
        file, "{\"n\":1,\"t\":2,\"x\":\"to" + "r".repeat(20_000), StandardOpenOption.APPEND);
    final LogSpool reopened = LogSpool.open(file);
    assertThat(reopened.closed()).isFalse();
    assertThat(reopened.read(0, 1 << 20).lines()).containsExactly(line);
    assertThat(reopened.read(0, 1 << 20).end()).isFalse();
    reopened.release();
    spool.release();
  }

  @Test
  void aFinishedLogSaysSoAfterReopening() {
    final Path file = folder.resolve("log");
    final LogSpool spool = LogSpool.create(file);
    spool.append(new LogLine(0, 1, 1, Stream.OUT, Level.PLAIN, "only"));
    spool.release();
    final LogSpool reopened = LogSpool.open(file);
    assertThat(reopened.closed()).isTrue();
    assertThat(reopened.read(0, 1 << 20).end()).isTrue();
    reopened.release();
  }

  @Test
  void aLogIsNeverStartedOverAnother() {
    LogSpool.create(folder.resolve("log")).release();
    assertThatThrownBy(() -> LogSpool.create(folder.resolve("log")))
        .isInstanceOf(RunnerException.class)
        .hasMessageContaining("Cannot start the log");
    final LogSpool spool = LogSpool.open(folder.resolve("log"));
    assertThatThrownBy(() -> spool.read(10_000, 1)).hasMessageContaining("beyond its end");
    spool.release();
  }
}
