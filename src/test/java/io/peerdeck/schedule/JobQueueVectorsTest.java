package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The earlier heap's answers. Its order among equal keys came from its structure, so among equals
/// any order is right: the keys that come out are compared, and where another one of equals came
/// out than theirs, the two change names for what follows.
class JobQueueVectorsTest {
  static Stream<JsonNode> operations() throws IOException {
    return Vectors.cases("fib_heap_kit.json");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theKeysComeOutAsTheyCameOutBefore(JsonNode vector) {
    FibonacciQueue<Double, String> queue = new FibonacciQueue<>();
    Map<String, Double> keys = new HashMap<>();
    Map<String, String> ourName = new HashMap<>();
    List<String> theirs = new ArrayList<>();
    vector.get("extracted").forEach(item -> theirs.add(item.isNull() ? "" : item.asText()));
    vector.get("drain").forEach(item -> theirs.add(item.asText()));
    int taken = 0;
    for (JsonNode op : vector.get("ops")) {
      switch (op.get(0).asText()) {
        case "i" -> {
          String item = op.get(2).asText();
          assertThat(queue.insert(op.get(1).asDouble(), item)).isTrue();
          keys.put(item, op.get(1).asDouble());
          ourName.put(item, item);
        }
        case "x" -> take(queue, theirs.get(taken++), keys, ourName);
        case "d" -> {
          String item = ourName.get(op.get(1).asText());
          queue.decreaseKey(item, op.get(2).asDouble());
          keys.put(item, op.get(2).asDouble());
        }
        default -> throw new AssertionError("an operation unknown to this test: " + op);
      }
    }
    assertThat(taken).isEqualTo(vector.get("extracted").size());
    while (taken < theirs.size()) {
      take(queue, theirs.get(taken++), keys, ourName);
    }
    assertThat(queue.size()).isEqualTo(vector.get("size_after").asInt());
  }

  private static void take(
      FibonacciQueue<Double, String> queue,
      String theirItem,
      Map<String, Double> keys,
      Map<String, String> ourName) {
    if (theirItem.isEmpty()) { // theirs was empty
      assertThat(queue.extractMin()).isEmpty();
      return;
    }
    String item = queue.extractMin().orElseThrow();
    String expected = ourName.get(theirItem);
    assertThat(keys.get(item)).isEqualTo(keys.get(expected));
    ourName.replaceAll((their, our) -> our.equals(item) ? expected : our);
    ourName.put(theirItem, item);
  }

  @Test
  void itemsThatBrokeTheEarlierHeapComeOut() throws IOException {
    JsonNode defects = Vectors.file("fib_heap_kit.json").get("defect_identical_key_and_value");
    for (JsonNode defect : defects) {
      FibonacciQueue<Double, String> equals = new FibonacciQueue<>();
      int inserted = defect.get("inserted").asInt();
      for (int i = 0; i < inserted; i++) {
        assertThat(equals.insert(1.0, "same " + i)).isTrue();
      }
      assertThat(equals.insert(1.0, "same 0")).isFalse();
      for (int i = 0; i < inserted; i++) {
        assertThat(equals.extractMin()).isPresent();
      }
      assertThat(equals.extractMin()).isEmpty();
    }
  }
}
