package io.peerdeck.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.peerdeck.node.TaskRef;
import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// The API's JSON. Answers are the node's records: instants in ISO 8601, durations in milliseconds
/// (a number), absent values as null, tasks as `job` or `job:index`. Requests are read as trees and
/// taken apart by hand, never bound to classes.
final class Json {
  private static final int BUFFERS = 16;
  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  private static ObjectMapper mapper() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Instant.class, text(Instant::toString));
    module.addSerializer(Path.class, text(Path::toString));
    module.addSerializer(RunStatus.class, text(RunStatus::text));
    module.addSerializer(TaskRef.class, text(TaskRef::toString));
    module.addSerializer(
        Duration.class,
        new JsonSerializer<Duration>() {
          @Override
          public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeNumber(value.toNanos() / 1e6);
          }
        });
    // Its buffers belong to threads unless told, and each request has a thread of its own.
    JsonFactory factory =
        JsonFactory.builder().recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS)).build();
    ObjectMapper mapper =
        new ObjectMapper(factory).registerModule(new Jdk8Module()).registerModule(module);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(50)
                .maxDocumentLength(ApiServer.MAX_BODY)
                .build());
    return mapper;
  }

  private static <T> JsonSerializer<T> text(Function<T, String> spell) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        out.writeString(spell.apply(value));
      }
    };
  }

  /// A record, list or map as JSON.
  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new ApiException(500, "The answer cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  /// An object; an empty body is the empty object. Throws [ApiException] 400 for anything else.
  static ObjectNode readObject(byte[] body) {
    if (body.length == 0) {
      return MAPPER.createObjectNode();
    }
    if (read(body) instanceof ObjectNode object) {
      return object;
    }
    throw new ApiException(400, "The request body must be a JSON object.");
  }

  /// Any document.
  static JsonNode read(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new ApiException(400, "This is not JSON: " + e.getMessage(), e);
    }
  }
}
