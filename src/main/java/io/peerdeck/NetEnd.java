package io.peerdeck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A libp2p peer in a process of its own that takes one request per line of JSON on its standard
/// input and answers each with one line. The js end of the interop tests and both ends of
/// [NetBench] are such.
public final class NetEnd implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final String address;

  private NetEnd(Process process, Duration timeout) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.address = read(timeout).path("address").asText();
  }

  /// Starts a process and waits until it says where it listens.
  public static NetEnd start(Path folder, List<String> command, Duration timeout) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new NetEnd(process, timeout);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  /// The js-libp2p end in a folder where `npm ci` was run.
  public static NetEnd startJs(Path interop, Duration timeout) {
    return startJs(interop, List.of("peer.mjs"), timeout);
  }

  /// Another script of that folder, with its arguments.
  static NetEnd startJs(Path interop, List<String> script, Duration timeout) {
    Path node = interop.resolve("node_modules/.bin/node").toAbsolutePath();
    if (!node.toFile().canExecute()) {
      throw new IllegalStateException(
          "%s is missing: run `npm ci` in %s first".formatted(node, interop));
    }
    List<String> command = new ArrayList<>(List.of(node.toString()));
    command.addAll(script);
    return start(interop, command, timeout);
  }

  /// The multiaddr, with `/p2p/…`, it listens on.
  public String address() {
    return address;
  }

  /// Asks for something and waits for the answer.
  ///
  /// @throws IllegalStateException if the end failed, died, or took too long
  public JsonNode ask(Map<String, Object> request, Duration timeout) {
    tell(request);
    JsonNode answer = read(timeout);
    if (answer.has("failed")) {
      throw new IllegalStateException(request + ": " + answer.get("failed").asText());
    }
    return answer;
  }

  /// Asks for something that has no answer.
  public void tell(Map<String, Object> request) {
    try {
      in.write(JSON.writeValueAsString(request));
      in.newLine();
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the other end is gone", e);
    }
  }

  /// Kills the process without a goodbye.
  public void kill() {
    process.destroyForcibly();
  }

  private JsonNode read(Duration timeout) {
    FutureTask<String> line = new FutureTask<>(out::readLine);
    Thread.ofVirtual().start(line);
    try {
      String text = line.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (text == null) {
        throw new IllegalStateException("the other end ended without an answer");
      }
      return JSON.readTree(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      kill();
      throw new IllegalStateException("the other end did not answer within " + timeout, e);
    } catch (ExecutionException | IOException e) {
      throw new IllegalStateException("the other end's answer cannot be read", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
