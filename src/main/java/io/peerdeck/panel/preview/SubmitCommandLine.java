package io.peerdeck.panel.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.node.RunBounds;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.workflow.SubmittedEvent;
import java.util.TreeMap;

/// A submission as a script would make it.
final class SubmitCommandLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SubmitCommandLine() {}

  /// The command with the options that differ from what it does without.
  static String of(SubmitRequest request) {
    StringBuilder line = new StringBuilder("peerdeck workflow submit ");
    line.append(CommandWords.quoted(request.file().toString()));
    request.name().ifPresent(name -> line.append(" --name ").append(CommandWords.quoted(name)));
    request
        .folder()
        .ifPresent(
            folder -> line.append(" --folder ").append(CommandWords.quoted(folder.toString())));
    if (!request.inputs().isEmpty()) {
      line.append(" --inputs ").append(CommandWords.quoted(json(request)));
    }
    if (request.priority() != SubmitRequest.DEFAULT_PRIORITY) {
      line.append(" --priority ").append(request.priority());
    }
    if (request.untagged()) {
      line.append(" --untagged");
    }
    if (request.asIs()) {
      line.append(" --as-is");
    }
    if (request.held()) {
      line.append(" --held");
    }
    if (request.network()) {
      line.append(" --network");
    }
    request
        .bounds()
        .queueTimeout()
        .ifPresent(time -> line.append(" --queue-timeout ").append(RunBounds.words(time)));
    request.bounds().attempts().ifPresent(number -> line.append(" --attempts ").append(number));
    request.event().ifPresent(event -> add(line, event));
    return line.toString();
  }

  private static void add(StringBuilder line, SubmittedEvent event) {
    line.append(" --event ").append(event.name());
    option(line, "--ref", event.ref());
    option(line, "--base", event.base());
    option(line, "--type", event.type());
    event.paths().forEach(path -> option(line, "--changed", path));
  }

  private static void option(StringBuilder line, String name, String value) {
    if (!value.isEmpty()) {
      line.append(' ').append(name).append(' ').append(CommandWords.quoted(value));
    }
  }

  private static String json(SubmitRequest request) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(request.inputs()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
