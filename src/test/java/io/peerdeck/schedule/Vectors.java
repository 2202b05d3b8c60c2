package io.peerdeck.schedule;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Answers of the earlier systems, and our own: from the folder `vectors.dir`, else from the
/// resources.
final class Vectors {
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

  private Vectors() {}

  static JsonNode file(String name) throws IOException {
    String folder = System.getProperty("vectors.dir", "");
    if (!folder.isEmpty()) {
      Path file = Path.of(folder, name);
      if (Files.exists(file)) {
        return JSON.readTree(file.toFile());
      }
    }
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
      return JSON.readTree(in);
    }
  }

  static Stream<JsonNode> cases(String name) throws IOException {
    return file(name).get("cases").valueStream();
  }

  static java.util.List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }
}
