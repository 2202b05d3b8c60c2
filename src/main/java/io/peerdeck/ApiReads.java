package io.peerdeck;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// Clients that read small things from the API at a steady pace, each on a connection of its own.
/// A read counts from when it was due, so that a server that stalls is not spared the reads that
/// waited for it.
final class ApiReads {
  private static final int DEADLINE_MILLIS = 30_000;
  private static final String LENGTH = "content-length:";

  private final int port;
  private final String bearer;
  private final List<String> paths;

  ApiReads(int port, String bearer, List<String> paths) {
    this.port = port;
    this.bearer = bearer;
    this.paths = List.copyOf(paths);
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

  Outcome run(int clients, int perSecond, Duration time)
      throws InterruptedException, ExecutionException {
    int each = (int) (perSecond * time.toNanos() / 1_000_000_000L / clients);
    long apart = time.toNanos() / each;
    long begin = System.nanoTime() + 100_000_000L;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<double[]>> running = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        long first = begin + client * apart / clients;
        int offset = client;
        running.add(threads.submit(() -> read(first, apart, each, offset)));
      }
      double[] all = new double[each * clients];
      int filled = 0;
      for (Future<double[]> one : running) {
        System.arraycopy(one.get(), 0, all, filled, each);
        filled += each;
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      Arrays.sort(all);
      return new Outcome(all, all.length / seconds);
    }
  }

  private double[] read(long first, long apart, int count, int offset) throws IOException {
    double[] millis = new double[count];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(DEADLINE_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      for (int i = 0; i < count; i++) {
        long due = first + i * apart;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(this, left);
        }
        socket.getOutputStream().write(request(paths.get((i + offset) % paths.size())));
        skip(in);
        millis[i] = (System.nanoTime() - due) / 1e6;
      }
    }
    return millis;
  }

  private byte[] request(String path) {
    return ("GET /api/v1/"
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nAuthorization: Bearer "
            + bearer
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Reads one answer, which must be a good one.
  private static void skip(InputStream in) throws IOException {
    String status = line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException("the API answered `" + status + "`");
    }
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new IOException("the API closed the connection");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }
}
