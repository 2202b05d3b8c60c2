package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The handshake against the published vectors of two other implementations (cacophony and snow,
/// both public domain or permissively licensed test data), with both ciphers for the transport
/// messages.
class NoiseVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @TestFactory
  Stream<DynamicTest> everyMessageIsByteForByteTheVectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            NoiseVectorsTest.class.getResourceAsStream(
                "/vectors/noise/xx_25519_chachapoly_sha256.json"))) {
      JsonNode vectors = new ObjectMapper().readTree(in);
      return vectors
          .valueStream()
          .map(v -> DynamicTest.dynamicTest(v.get("source").asText(), () -> check(v)))
          .toList()
          .stream();
    }
  }

  private static void check(JsonNode vector) {
    try (NoiseHandshake initiator = side(vector, "init", true);
        NoiseHandshake responder = side(vector, "resp", false)) {
      JsonNode messages = vector.get("messages");
      for (int i = 0; i < 3; i++) {
        byte[] payload = bytes(messages.get(i), "payload");
        byte[] wire = (i % 2 == 0 ? initiator : responder).write(payload);
        assertThat(wire).isEqualTo(bytes(messages.get(i), "ciphertext"));
        assertThat((i % 2 == 0 ? responder : initiator).read(wire)).isEqualTo(payload);
      }
      if (vector.has("handshake_hash")) {
        assertThat(initiator.hash()).isEqualTo(bytes(vector, "handshake_hash"));
      }
      NoiseHandshake.Keys ours = initiator.split();
      NoiseHandshake.Keys theirs = responder.split();
      assertThat(ours.send()).isEqualTo(theirs.receive());
      transport(messages, theirs, ours, JdkAead::new);
      if (Libcrypto.available()) {
        transport(messages, theirs, ours, LibcryptoAead::new);
      }
    }
  }

  /// After the handshake the vectors go on alternating, the responder first: message 4 has an odd
  /// index.
  private static void transport(
      JsonNode messages,
      NoiseHandshake.Keys responder,
      NoiseHandshake.Keys initiator,
      Function<byte[], Aead> cipher) {
    try (Aead fromResponder = cipher.apply(responder.send());
        Aead fromInitiator = cipher.apply(initiator.send())) {
      for (int i = 3; i < messages.size(); i++) {
        byte[] payload = bytes(messages.get(i), "payload");
        byte[] text = Arrays.copyOf(payload, payload.length + Aead.TAG);
        (i % 2 == 1 ? fromResponder : fromInitiator)
            .seal((i - 3) / 2, new byte[0], ByteBuffer.wrap(text));
        assertThat(text).isEqualTo(bytes(messages.get(i), "ciphertext"));
      }
    }
  }

  private static NoiseHandshake side(JsonNode vector, String who, boolean initiator) {
    return new NoiseHandshake(
        initiator,
        bytes(vector, who + "_prologue"),
        bytes(vector, who + "_static"),
        bytes(vector, who + "_ephemeral"));
  }

  private static byte[] bytes(JsonNode node, String field) {
    return HEX.parseHex(node.get(field).asText());
  }
}
