package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command line on one data folder, in this process.
record Shell(Path data) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// A folder whose nodes keep off the network.
  static Shell offline(Path data) throws IOException {
    Files.createDirectories(data);
    Files.writeString(data.resolve("config.yaml"), "name: solo\nnetwork: off\nslots: 2\n");
    return new Shell(data);
  }

  /// How a command ended and what it said.
  record Answer(int exit, String out, String err) {
    /// The one document on standard output of a command that succeeded.
    JsonNode json() {
      assertThat(exit).as(err).isZero();
      return document(out);
    }

    /// That it ended with this code, said why to people and nothing to programs.
    Answer refused(int code) {
      assertThat(exit).as(err).isEqualTo(code);
      assertThat(out).isEmpty();
      assertThat(err).isNotBlank().doesNotContain("Exception", "\tat ");
      return this;
    }
  }

  /// Reads a text that must be one JSON document and nothing else.
  static JsonNode document(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      JsonNode document = MAPPER.readTree(parser);
      assertThat(parser.nextToken()).as("after the document").isNull();
      return document;
    } catch (IOException e) {
      throw new AssertionError("not one JSON document: " + text, e);
    }
  }

  /// Runs a command with `--data`.
  Answer run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return plain(all.toArray(String[]::new));
  }

  /// Runs a command with `--data` and `--json`, and holds its answer to the command's schema.
  Answer json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    Answer answer = run(all.toArray(String[]::new));
    Schemas.hold(arguments, answer.out());
    return answer;
  }

  /// Runs a command line as it stands.
  static Answer plain(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = CommandLineTool.run(arguments, Map.of(), new PrintWriter(out), new PrintWriter(err));
    return new Answer(exit, out.toString(), err.toString());
  }
}
