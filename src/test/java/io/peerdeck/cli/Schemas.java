package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The JSON Schemas of commands' answers, and a validator of somebody else's to hold answers
/// against them.
final class Schemas {
  private static final Map<String, Optional<Schema>> SCHEMAS = new ConcurrentHashMap<>();

  private Schemas() {}

  /// The schema of `workflow list`.
  static Optional<Schema> of(String command) {
    return SCHEMAS.computeIfAbsent(command, Schemas::read);
  }

  private static Optional<Schema> read(String command) {
    String name = "/io/peerdeck/cli/schema/" + command.replace(' ', '-') + ".json";
    try (InputStream in = Schemas.class.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(
                      new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// That what a command with `--json` printed is as its schema says.
  static void hold(String[] arguments, String out) {
    if (out.isBlank()) {
      return;
    }
    String command = command(arguments);
    Schema schema = of(command).orElseThrow(() -> new AssertionError("no schema of " + command));
    for (String document : documents(command, out)) {
      List<Object> wrong = new ArrayList<>(schema.validate(document, InputFormat.JSON));
      assertThat(wrong).as(command + ": " + document).isEmpty();
    }
  }

  /// As many words as name a schema.
  private static String command(String[] arguments) {
    String longest = "";
    String words = "";
    for (String word : arguments) {
      words = words.isEmpty() ? word : words + " " + word;
      longest = of(words).isPresent() ? words : longest;
    }
    return longest.isEmpty() ? String.join(" ", arguments) : longest;
  }

  private static List<String> documents(String command, String out) {
    boolean lines = command.equals("workflow logs") || out.startsWith("{\"");
    return lines ? out.lines().toList() : List.of(out);
  }
}
