package io.peerdeck.api;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A node and its API server on one data folder. The server's address stands in `api.address`
/// while it runs.
public final class NodeHost implements AutoCloseable {
  private static final String ADDRESS = "api.address";

  private final Path folder;
  private final Node node;
  private final ApiServer server;

  private NodeHost(Path folder, Node node, ApiServer server) {
    this.folder = folder;
    this.node = node;
    this.server = server;
  }

  /// What a headless node is started with; empty means the folder's own setting.
  public record Options(
      Path data,
      Optional<String> name,
      List<String> listen,
      Optional<String> join,
      List<String> trust,
      Optional<Integer> slots) {
    public static Options at(Path data) {
      return new Options(
          data, Optional.empty(), List.of(), Optional.empty(), List.of(), Optional.empty());
    }
  }

  /// Opens the node and serves it. Throws [ApiException].
  public static NodeHost start(Options options) {
    return start(
        new NodeConfig(
            options.data(),
            options.name(),
            options.listen(),
            options.join(),
            options.trust(),
            options.slots(),
            true));
  }

  /// The same from a configuration.
  public static NodeHost start(NodeConfig config) {
    Node node = open(config);
    try {
      ApiServer server =
          ApiServer.start(
              node, ApiToken.ofFolder(config.data(), new SecureRandom()), ApiServer.DEFAULT_PORT);
      NodeHost host = new NodeHost(config.data(), node, server);
      host.announce();
      return host;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static Node open(NodeConfig config) {
    try {
      return Node.open(config);
    } catch (NodeException e) {
      throw new ApiException(ApiServer.status(e.reason()), String.valueOf(e.getMessage()), e);
    }
  }

  private void announce() {
    Path temporary = folder.resolve(ADDRESS + ".new");
    try {
      Files.writeString(temporary, server.address());
      Files.move(
          temporary,
          folder.resolve(ADDRESS),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new ApiException(500, "The data folder cannot replace files atomically: " + folder, e);
    } catch (IOException e) {
      throw new ApiException(500, "The API's address cannot be written: " + e, e);
    }
  }

  /// The address a server on the folder last announced; it may be gone.
  static Optional<String> address(Path folder) {
    try {
      return Optional.of(Files.readString(folder.resolve(ADDRESS)).strip())
          .filter(text -> text.matches("127\\.0\\.0\\.1:\\d{1,5}"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ApiException(500, "The API's address in " + folder + " cannot be read: " + e, e);
    }
  }

  /// The data folder used when none is named: `PEERDECK_HOME`, else where the platform keeps a
  /// program's data.
  public static Path defaultFolder(Map<String, String> environment) {
    String home = System.getProperty("user.home");
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (environment.containsKey("PEERDECK_HOME")) {
      return Path.of(environment.get("PEERDECK_HOME"));
    }
    if (system.contains("win") && environment.containsKey("APPDATA")) {
      return Path.of(environment.get("APPDATA"), "Peerdeck");
    }
    if (system.contains("mac")) {
      return Path.of(home, "Library", "Application Support", "Peerdeck");
    }
    return Path.of(environment.getOrDefault("XDG_DATA_HOME", home + "/.local/share"), "peerdeck");
  }

  /// A client of this host's own server.
  public ApiClient client() {
    return ApiClient.connect(folder)
        .orElseThrow(() -> new ApiException(500, "The API does not answer on " + address() + "."));
  }

  /// The node itself, for a panel in the same process.
  public Node node() {
    return node;
  }

  /// `127.0.0.1:PORT` of the API.
  public String address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    try {
      Files.deleteIfExists(folder.resolve(ADDRESS));
    } catch (IOException e) {
      throw new ApiException(500, "The API's address cannot be removed: " + e, e);
    } finally {
      node.close();
    }
  }
}
