package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultistreamTest {
  private static final String HEADER = "\u0013/multistream/1.0.0\n";
  private static final String NOISE = "\u0007/noise\n";
  private static final String OTHER = "\u0007/other\n";

  private final List<String> written = new ArrayList<>();
  private final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("a write of one byte");
        }

        @Override
        public void write(byte[] bytes) {
          written.add(new String(bytes, StandardCharsets.UTF_8));
        }
      };

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoProposesAtOnceIsAnsweredInOnePiece() throws IOException {
    assertThat(Multistream.answer(in(HEADER + NOISE), out, "/noise"::equals)).isEqualTo("/noise");
    assertThat(written).containsExactly(HEADER + NOISE);
  }

  @Test
  void theHeaderGoesOutOnceHoweverManyProposalsAreRefused() throws IOException {
    Multistream.answer(in(HEADER + OTHER + OTHER + NOISE), out, "/noise"::equals);
    assertThat(written).containsExactly(HEADER + "\u0003na\n", "\u0003na\n", NOISE);
  }

  /// Gives its next line only when the other side's header is out.
  @Test
  void whoWaitsForTheHeaderGetsItAtOnce() throws IOException {
    ByteArrayInputStream lines =
        new ByteArrayInputStream((HEADER + NOISE).getBytes(StandardCharsets.UTF_8));
    InputStream waiting =
        new InputStream() {
          @Override
          public int available() {
            return written.isEmpty() ? 0 : lines.available();
          }

          @Override
          public int read() {
            assertThat(written).containsExactly(HEADER);
            return lines.read();
          }
        };
    Multistream.answer(waiting, out, "/noise"::equals);
    assertThat(written).containsExactly(HEADER, NOISE);
  }

  @Test
  void firstBytesOfTheProtocolGoAlongWithItsProposal() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(Multistream.select(in(HEADER + NOISE), bytes, "/noise", new byte[] {1, 2})).isTrue();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(HEADER + NOISE + "\u0001\u0002");
  }
}
