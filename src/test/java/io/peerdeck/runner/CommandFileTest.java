package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFileTest {
  @TempDir Path folder;

  @Test
  void pairsComeInBothForms() throws Exception {
    final CommandFile file =
        written(
            "a=1\n"
                + "b=x=y\n"
                + "empty=\n\n"
                + "long<<EOF\n"
                + "one\n\n"
                + "two=2\n"
                + "EOF\r\n"
                + "more<<E=F\n"
                + "v\n"
                + "E=F\n"
                + "c=<<not\n"
                + "a=2\n");
    assertThat(file.pairs())
        .containsEntry("a", "2")
        .containsEntry("b", "x=y")
        .containsEntry("empty", "")
        .containsEntry("long", "one\n\ntwo=2")
        .containsEntry("more", "v")
        .containsEntry("c", "<<not")
        .hasSize(6);
  }

  @Test
  void aLineOfNeitherFormIsRefusedWithItsNumber() throws Exception {
    final CommandFile file = written("a=1\nnothing here\n");
    assertThatThrownBy(file::pairs)
        .isInstanceOf(RunnerException.class)
        .hasMessage(
            "GITHUB_OUTPUT, line 2: Invalid format 'nothing here'; expected NAME=VALUE or"
                + " NAME<<MARK.");
  }

  @Test
  void aHeredocWithoutItsEndIsRefused() throws Exception {
    final CommandFile file = written("a<<END\nx\nEND2\n");
    assertThatThrownBy(file::pairs)
        .hasMessageContaining("line 1")
        .hasMessageContaining("delimiter not found 'END'");
  }

  @Test
  void aFileTooLargeOrOfOtherKindIsRefused() throws Exception {
    final CommandFile large = written("x=" + "y".repeat(CommandFile.MAX_BYTES));
    assertThatThrownBy(large::pairs).hasMessageContaining("more than the");
    Files.delete(large.path());
    assertThat(large.pairs()).isEmpty();
    Files.createSymbolicLink(large.path(), Path.of("/etc/passwd"));
    assertThatThrownBy(large::pairs).hasMessageContaining("something else than a file");
  }

  private CommandFile written(String text) throws IOException {
    final Path path = Files.writeString(folder.resolve("file"), text);
    return new CommandFile(path, path, "GITHUB_OUTPUT");
  }
}
