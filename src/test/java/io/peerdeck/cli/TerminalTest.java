package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done for the eye is done only where somebody looks.
class TerminalTest {
  private static final String ESCAPE = Character.toString(27);

  @TempDir Path temporary;

  @Test
  void statesAreColouredOnATerminalAndOnlyThere() throws Exception {
    assertThat(doctor(new Terminal(true, false), "doctor"))
        .contains(ESCAPE + "[1mCHECK" + ESCAPE + "[0m", ESCAPE + "[32mok" + ESCAPE + "[0m");
    assertThat(doctor(new Terminal(false, true), "doctor"))
        .contains("CHECK")
        .doesNotContain(ESCAPE);
    assertThat(doctor(new Terminal(true, true), "doctor", "--json")).doesNotContain(ESCAPE);
    assertThat(Terminal.of(Map.of())).as("this is no terminal").isEqualTo(Terminal.NONE);
  }

  private String doctor(Terminal terminal, String... line) throws IOException {
    Shell shell = Shell.offline(temporary.resolve("data"));
    String[] arguments = new String[line.length + 2];
    System.arraycopy(line, 0, arguments, 0, line.length);
    arguments[line.length] = "--data";
    arguments[line.length + 1] = shell.data().toString();
    StringWriter out = new StringWriter();
    CommandLineTool.run(
        arguments, Map.of(), new PrintWriter(out), new PrintWriter(new StringWriter()), terminal);
    return out.toString();
  }
}
