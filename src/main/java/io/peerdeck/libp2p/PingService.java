package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// `/ipfs/ping/1.0.0`: 32 bytes come, the same 32 bytes go back.
final class PingService implements ProtocolBinding {
  static final String ID = "/ipfs/ping/1.0.0";
  private static final int SIZE = 32;
  private static final Duration IDLE = Duration.ofSeconds(60);

  @Override
  public List<String> protocols() {
    return List.of(ID);
  }

  /// Answers on the event loop: two changes of thread less than any reader needs.
  @Override
  public void handle(Stream stream) {
    stream.deadline(IDLE);
    YamuxStream pings = (YamuxStream) stream;
    byte[] payload = new byte[SIZE];
    int[] filled = new int[1];
    pings.respond(bytes -> answer(pings, bytes, payload, filled));
  }

  private static void answer(YamuxStream pings, ByteBuf bytes, byte[] payload, int[] filled) {
    while (bytes.isReadable()) {
      int n = Math.min(bytes.readableBytes(), SIZE - filled[0]);
      bytes.readBytes(payload, filled[0], n);
      filled[0] += n;
      if (filled[0] == SIZE) {
        pings.reply(payload);
        filled[0] = 0;
      }
    }
  }

  /// One round trip on an open ping stream.
  static Duration once(Stream stream, SecureRandom random, LongSupplier nanos) throws IOException {
    byte[] payload = new byte[SIZE];
    random.nextBytes(payload);
    long start = nanos.getAsLong();
    stream.write(payload, 0, SIZE);
    byte[] answer = stream.input().readNBytes(SIZE);
    long end = nanos.getAsLong();
    if (answer.length < SIZE) {
      throw new EOFException("the peer ended the ping stream");
    }
    if (!Arrays.equals(payload, answer)) {
      throw new Libp2pException(
          stream.connection().remotePeer() + " answered a ping with other bytes");
    }
    return Duration.ofNanos(end - start);
  }
}
