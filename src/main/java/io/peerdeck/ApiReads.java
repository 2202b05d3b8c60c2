package io.peerdeck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Clients that read small things from the API at a steady pace, each on a connection of its own
/// with one read at a time. A read counts from when it was due, so that a server that stalls is not
/// spared the reads that waited for it. One thread reads for all of them, so that they leave the
/// processors to the node; it looks for answers when the next read is due, five thousand times a
/// second at that rate.
final class ApiReads {
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(30);
  private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MAX_ANSWER = 1 << 16;
  private static final int MAX_HEAD = 1 << 10;
  private static final String END = "\r\n\r\n";
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d{1,9})\r\n");

  private final int port;
  private final List<byte[]> requests;

  ApiReads(int port, String bearer, List<String> paths) {
    this.port = port;
    this.requests = paths.stream().map(path -> request(port, bearer, path)).toList();
  }

  private static byte[] request(int port, String bearer, String path) {
    return ("GET /api/v1/"
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nAuthorization: Bearer "
            + bearer
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// What came of it.
  ///
  /// @param millis of each read, sorted
  /// @param perSecond all that were answered, in the time until the last was
  record Outcome(double[] millis, double perSecond) {
    double quantile(double share) {
      return millis[(int) Math.min(millis.length - 1L, Math.round(share * millis.length))];
    }
  }

  Outcome run(int clients, int perSecond, Duration time) throws IOException {
    int each = (int) (perSecond * time.toNanos() / TimeUnit.SECONDS.toNanos(1) / clients);
    long apart = time.toNanos() / each;
    double[] millis = new double[each * clients];
    Client[] all = new Client[clients];
    try (Selector selector = Selector.open()) {
      try {
        for (int i = 0; i < clients; i++) {
          all[i] = new Client(selector, i);
        }
        long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
        int done = 0;
        long heard = begin;
        for (int sent = 0; done < millis.length; ) {
          // The clients take turns, so reads are due in the order of this number.
          while (sent < millis.length && due(begin, apart, clients, sent) <= System.nanoTime()) {
            all[sent % clients].read(due(begin, apart, clients, sent));
            sent++;
          }
          if (selector.selectNow() > 0) {
            for (SelectionKey key : selector.selectedKeys()) {
              done += ((Client) key.attachment()).hear(millis, done);
            }
            selector.selectedKeys().clear();
            heard = System.nanoTime();
          }
          long now = System.nanoTime();
          if (now - heard > DEADLINE) {
            throw new IOException("the API has not answered for 30 s");
          }
          long next = sent < millis.length ? due(begin, apart, clients, sent) : now + LONGEST_REST;
          if (next > now) {
            LockSupport.parkNanos(this, Math.min(next - now, LONGEST_REST));
          }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(millis);
        return new Outcome(millis, millis.length / seconds);
      } finally {
        for (Client client : all) {
          if (client != null) {
            client.channel.close();
          }
        }
      }
    }
  }

  private static long due(long begin, long apart, int clients, int read) {
    return begin + read / clients * apart + read % clients * apart / clients;
  }

  /// One connection, on which a read begins when the one before is answered.
  private final class Client {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_ANSWER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_HEAD);
    private final byte[] head = new byte[MAX_HEAD];
    private final ArrayDeque<Long> due = new ArrayDeque<>();
    private int next;

    /// @param first of the paths
    Client(Selector selector, int first) throws IOException {
      next = first;
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    void read(long when) throws IOException {
      due.add(when);
      if (due.size() == 1) {
        send();
      }
    }

    private void send() throws IOException {
      out.clear();
      out.put(requests.get(next++ % requests.size())).flip();
      channel.write(out);
      if (out.hasRemaining()) {
        throw new IOException("the API does not take a request of " + out.limit() + " bytes");
      }
    }

    /// Takes what has come, and asks the next thing once an answer is whole.
    ///
    /// @return whether one is, 1 or 0
    int hear(double[] millis, int at) throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the API closed the connection");
      }
      int length = length();
      if (length < 0 || in.position() < length) {
        return 0;
      }
      in.clear();
      millis[at] = (System.nanoTime() - due.remove()) / 1e6;
      if (!due.isEmpty()) {
        send();
      }
      return 1;
    }

    /// Bytes of the answer, which must be a good one; negative while its head is not all there.
    private int length() throws IOException {
      int count = Math.min(in.position(), head.length);
      in.get(0, head, 0, count);
      String text = new String(head, 0, count, StandardCharsets.ISO_8859_1);
      int end = text.indexOf(END);
      if (end < 0) {
        return -1;
      }
      Matcher length = LENGTH.matcher(text);
      if (!text.startsWith("HTTP/1.1 200 ") || !length.find() || length.start() > end) {
        throw new IOException("the API answered `" + text.lines().findFirst().orElse("") + "`");
      }
      int whole = end + END.length() + Integer.parseInt(length.group(1));
      if (whole > in.capacity()) {
        throw new IOException("an answer of " + whole + " bytes is not a small one");
      }
      return whole;
    }
  }
}
