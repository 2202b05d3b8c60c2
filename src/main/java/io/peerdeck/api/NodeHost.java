package io.peerdeck.api;

import io.peerdeck.node.Environment;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.function.Consumer;

/// A node and its API server on one data folder. The server's address stands in `api.address`
/// while it runs.
public final class NodeHost implements AutoCloseable {
  private static final String ADDRESS = "api.address";

  private final Path folder;
  private final Node node;
  private final ApiServer server;
  private final McpPath mcp;
  private final AtProcessEnd end;
  private boolean closed;

  private NodeHost(Path folder, Node node, ApiServer server, AtProcessEnd end) {
    this.folder = folder;
    this.node = node;
    this.server = server;
    this.mcp = McpPath.of(node, folder);
    this.end = end;
    serve(mcp);
    serve(new MetricsPath(node, server::accepts));
  }

  /// What the command line starts a node with, which knows nothing below this room: a [NodeConfig]
  /// in words, on the network and in this process's environment. Empty means the folder's own
  /// setting.
  public record Options(
      Path data,
      Optional<String> name,
      List<String> listen,
      Optional<String> join,
      List<String> trust,
      Optional<Integer> slots,
      Optional<String> log) {
    public static Options at(Path data) {
      return new Options(
          data,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());
    }

    /// The same with a level of its log; empty means the folder's own.
    public Options withLog(Optional<String> level) {
      return new Options(data, name, listen, join, trust, slots, level);
    }

    /// The same with a name; empty means the folder's own.
    public Options withName(Optional<String> given) {
      return new Options(data, given, listen, join, trust, slots, log);
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
            true,
            true,
            options.log().map(ProcessLog::of),
            new Environment(System.getenv())));
  }

  /// The same from a configuration. A process that is told to end, by SIGTERM or Ctrl-C, closes the
  /// host first, so that no job outlives it.
  public static NodeHost start(NodeConfig config) {
    AtProcessEnd end = AtProcessEnd.register();
    try {
      return end.open(() -> start(config, end));
    } catch (RuntimeException e) {
      end.forget();
      throw e;
    }
  }

  private static NodeHost start(NodeConfig config, AtProcessEnd end) {
    Node node = open(config);
    try {
      ApiServer server =
          ApiServer.start(
              node, ApiToken.ofFolder(config.data(), new SecureRandom()), ApiServer.DEFAULT_PORT);
      try {
        NodeHost host = new NodeHost(config.data(), node, server, end);
        host.announce();
        return host;
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
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
    if (!Files.isDirectory(folder)) {
      return Optional.empty(); // whoever opens a node there tells why it cannot
    }
    try {
      byte[] text = Files.readAllBytes(folder.resolve(ADDRESS));
      return Optional.of(new String(text, StandardCharsets.ISO_8859_1).strip())
          .filter(NodeHost::isAddress);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ApiException(500, "The API's address in " + folder + " cannot be read: " + e, e);
    }
  }

  private static boolean isAddress(String text) {
    return text.matches("127\\.0\\.0\\.1:\\d{1,5}")
        && Integer.parseInt(text.substring(text.indexOf(':') + 1)) <= 65_535;
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

  /// What another start of the program hands to the panel open here.
  ///
  /// @param files absolute paths of workflow files; may be none
  /// @param link an invitation to a fleet
  public record OpenRequest(List<Path> files, Optional<String> link) {
    /// Copies the list.
    public OpenRequest {
      files = List.copyOf(files);
    }
  }

  /// Says that a panel is open in this process and hears what it is to show. Called on a thread of
  /// the server.
  public void onOpen(Consumer<OpenRequest> panel) {
    server.doors().onOpen(panel);
  }

  /// Hears when somebody who holds the token asks this process to end. Called on a thread of the
  /// server, after the answer; without a listener such a request is refused.
  public void onStop(Runnable stop) {
    server.doors().onStop(stop);
  }

  /// Serves another path of the API's server, behind the same guards, until the host closes.
  public void serve(ApiPath path) {
    server.serve(path);
  }

  /// Listens at another address besides loopback, by TLS. Throws [ApiException].
  ///
  /// @return the port
  public int listenElsewhere(ApiListen listen) {
    return server.listenElsewhere(listen);
  }

  /// Whether an `Authorization` header carries the folder's `api.token`; for paths that need no
  /// token of their own. In constant time.
  public boolean accepts(String authorization) {
    return server.accepts(authorization);
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

  /// Stops the server and the node; whoever calls while another closes waits for the end.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.close();
    mcp.close();
    try {
      Files.deleteIfExists(folder.resolve(ADDRESS));
    } catch (IOException e) {
      throw new ApiException(500, "The API's address cannot be removed: " + e, e);
    } finally {
      node.close();
      end.forget();
    }
  }
}
