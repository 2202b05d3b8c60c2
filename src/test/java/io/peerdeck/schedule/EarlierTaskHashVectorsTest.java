package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.multiformats.PythonJson;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EarlierTaskHashVectorsTest {
  static Stream<JsonNode> tasks() throws IOException {
    return Vectors.cases("create_task_hash_kit.json");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTaskHasTheNameTheEarlierSystemGaveIt(JsonNode vector) {
    Map<String, Object> task =
        Vectors.JSON.convertValue(vector.get("input"), new TypeReference<>() {});

    assertThat(PythonJson.text(task)).isEqualTo(vector.get("canonical_json").asText());
    assertThat(EarlierTaskHash.of(task)).isEqualTo(vector.get("hash").asText());
  }

  static Stream<JsonNode> numbers() throws IOException {
    return Vectors.cases("float_repr.json");
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void aNumberIsWrittenAsPythonWritesIt(JsonNode vector) {
    String hex = vector.get("hex").asText();
    double value =
        switch (hex) {
          case "nan" -> Double.NaN;
          case "inf" -> Double.POSITIVE_INFINITY;
          case "-inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(hex);
        };

    assertThat(PythonJson.number(value)).isEqualTo(vector.get("json").asText());
  }
}
