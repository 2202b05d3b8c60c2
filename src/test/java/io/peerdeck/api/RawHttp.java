package io.peerdeck.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// HTTP/1.1 by hand, one request per connection: says whatever a test wants said, which a client
/// library would not.
final class RawHttp {
  private static final int DEADLINE_MILLIS = 30_000;
  private static final int MAX_ANSWER = 32 << 20;

  private final int port;

  RawHttp(String address) {
    this.port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  /// What the server answered.
  record Answer(int status, String head, byte[] body) {
    JsonNode json() {
      return Json.read(body);
    }

    String error() {
      return json().path("error").asText();
    }
  }

  /// The headers every honest client sends.
  Map<String, String> headers(String bearer) {
    return new TreeMap<>(Map.of("Host", "127.0.0.1:" + port, "Authorization", bearer));
  }

  Answer send(String method, String target, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    return exchange(request.toByteArray());
  }

  /// Sends these bytes and reads to the end.
  Answer exchange(byte[] request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEADLINE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      return read(socket.getInputStream());
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String text = new String(in.readNBytes(MAX_ANSWER), StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no HTTP answer but `" + text + "`");
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        text.substring(0, end),
        text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
  }
}
