package io.peerdeck.libp2p.gossip;

import static io.peerdeck.libp2p.gossip.StrictSign.Finding.FORGED;
import static io.peerdeck.libp2p.gossip.StrictSign.Finding.SOUND;
import static io.peerdeck.libp2p.gossip.StrictSign.Finding.UNKNOWN_KEY;
import static io.peerdeck.libp2p.gossip.StrictSign.Finding.UNSIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedOutputStream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StrictSignTest {
  private static final KeyPair KEY = KeyPair.generate(new SecureRandom());
  private static final KeyPair OTHER = KeyPair.generate(new SecureRandom());

  private final StrictSign policy = new StrictSign();
  private final Message sound = Message.sign(KEY, 7, "topic", "data".getBytes());

  private StrictSign.Finding check(Map<Integer, byte[]> changed) throws IOException {
    return policy.check(message(changed));
  }

  /// The sound message with other fields; an empty one is left out.
  private Message message(Map<Integer, byte[]> changed) throws IOException {
    Map<Integer, byte[]> fields = new TreeMap<>();
    fields.put(1, sound.from().orElseThrow());
    fields.put(2, sound.data());
    fields.put(3, sound.seqno().orElseThrow());
    fields.put(4, sound.topic().getBytes());
    fields.put(5, sound.signature().orElseThrow());
    fields.putAll(changed);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (Map.Entry<Integer, byte[]> field : fields.entrySet()) {
      if (field.getValue().length > 0) {
        out.writeByteArray(field.getKey(), field.getValue());
      }
    }
    out.flush();
    return Message.decode(bytes.toByteArray(), 256);
  }

  @Test
  void aSignedMessageIsSoundAndNamedByAuthorAndNumber() throws IOException {
    assertThat(check(Map.of())).isEqualTo(SOUND);
    assertThat(sound.id().orElseThrow())
        .isEqualTo(MessageId.of(KEY.peerId().bytes(), new byte[] {0, 0, 0, 0, 0, 0, 0, 7}));
  }

  @Test
  void theAuthorsOwnKeyMayBeSentAlongAndNoOther() throws IOException {
    assertThat(check(Map.of(6, PeerId.ed25519Protobuf(KEY.publicKey())))).isEqualTo(SOUND);
    assertThat(check(Map.of(6, PeerId.ed25519Protobuf(OTHER.publicKey())))).isEqualTo(FORGED);
    assertThat(check(Map.of(6, new byte[] {1}))).isEqualTo(FORGED);
  }

  @Test
  void fieldsNobodyKnowsAreSignedToo() throws IOException {
    assertThat(check(Map.of(9, new byte[] {1}))).isEqualTo(FORGED);
  }

  @Test
  void nothingMayBeMissing() throws IOException {
    assertThat(check(Map.of(1, new byte[0]))).isEqualTo(UNSIGNED);
    assertThat(check(Map.of(3, new byte[0]))).isEqualTo(UNSIGNED);
    assertThat(check(Map.of(5, new byte[0]))).isEqualTo(UNSIGNED);
    assertThat(check(Map.of(3, new byte[] {7}))).isEqualTo(UNSIGNED);
    assertThat(check(Map.of(1, "nobody".getBytes()))).isEqualTo(UNSIGNED);
  }

  @Test
  void nothingMayBeChanged() throws IOException {
    assertThat(check(Map.of(2, "DATA".getBytes()))).isEqualTo(FORGED);
    assertThat(check(Map.of(4, "Topic".getBytes()))).isEqualTo(FORGED);
    assertThat(check(Map.of(3, new byte[8]))).isEqualTo(FORGED);
    assertThat(check(Map.of(1, OTHER.peerId().bytes()))).isEqualTo(FORGED);
    byte[] signature = sound.signature().orElseThrow().clone();
    signature[3] ^= 1;
    assertThat(check(Map.of(5, signature))).isEqualTo(FORGED);
    assertThat(check(Map.of(5, Arrays.copyOf(signature, 63)))).isEqualTo(FORGED);
  }

  @Test
  void aKeyThatCannotBeVerifiedHereIsNobodysFault() throws IOException {
    byte[] hashed = new byte[34];
    hashed[0] = 0x12;
    hashed[1] = 0x20;
    assertThat(check(Map.of(1, hashed))).isEqualTo(UNKNOWN_KEY);
  }
}
