package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.ApiListen;
import io.peerdeck.api.NodeHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `peerdeck node`: a headless node until it is told to stop.
@Command(
    name = "node",
    description = "run a node without a panel until interrupted",
    addMethodSubcommands = false)
final class NodeCommand implements Callable<Integer> {
  /// A stopping node cancels its jobs and checkpoints its database first.
  private static final Duration STOPPING = Duration.ofSeconds(60);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--name", description = "what people call this machine (default: P2P_PEER_ID)")
  private @Nullable String name;

  @Option(
      names = "--listen",
      paramLabel = "MULTIADDR",
      description = "where to listen, e.g. /ip4/0.0.0.0/tcp/4001 (repeatable)")
  private List<String> listen = List.of();

  @Option(
      names = "--join",
      paramLabel = "MULTIADDR",
      description = "join the fleet of this peer (an address ending in /p2p/PEER_ID)")
  private @Nullable String join;

  @Option(
      names = "--trust",
      paramLabel = "PEER_ID",
      description = "run jobs that this peer submits (repeatable)")
  private List<String> trust = List.of();

  @Option(names = "--slots", paramLabel = "N", description = "jobs run at once")
  private @Nullable Integer slots;

  @Option(
      names = "--api-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = "where the API listens besides loopback; needs --api-tls")
  private @Nullable String apiListen;

  @Option(
      names = "--api-tls",
      paramLabel = "FILE",
      description =
          "PKCS #12 key store for --api-listen (its password in PEERDECK_API_TLS_PASSWORD), or"
              + " `self` for a certificate the node makes")
  private @Nullable String apiTls;

  @Option(
      names = "--api-name",
      paramLabel = "HOST",
      description = "a name or address others call the API by (repeatable)")
  private List<String> apiNames = List.of();

  /// Serves until the process is told to end, by a signal or through the API, which closes the
  /// host, or this thread is interrupted.
  @Override
  public Integer call() {
    Optional<ApiListen> elsewhere = ApiElsewhere.of(common.folder(), apiListen, apiTls, apiNames);
    try (NodeHost host =
            NodeHost.start(
                new NodeHost.Options(
                    common.folder(),
                    Optional.ofNullable(name).or(CommonOptions::name),
                    listen,
                    Optional.ofNullable(join),
                    trust,
                    Optional.ofNullable(slots),
                    common.log()));
        ApiClient client = host.client()) {
      CountDownLatch told = new CountDownLatch(1);
      host.onStop(told::countDown);
      Optional<String> beyond = elsewhere.map(listen -> ApiElsewhere.open(host, listen));
      common.print(client.get("status", Map.of()), status -> started(host, status));
      beyond.ifPresent(common.out()::println);
      common.out().flush();
      told.await();
      return 0;
    } catch (InterruptedException e) {
      return 0; // told to stop by this program itself; the host is closed
    }
  }

  @Command(description = "stop the node, or the panel, that holds the data folder")
  int stop(@Mixin CommonOptions given) throws InterruptedException {
    JsonNode answer;
    try (ApiClient client =
        ApiClient.connect(given.folder())
            .orElseThrow(() -> new ApiException(404, "No node runs on " + given.folder() + "."))) {
      answer = client.post("node/stop", Map.of());
    }
    if (!ended(answer.path("pid").asLong())) {
      given.err().println("The node was told to stop and is still at it.");
      return 1;
    }
    given.print(answer, stopped -> given.out().println("The node has stopped."));
    return 0;
  }

  /// Waits for the end of a process other than this one.
  private static boolean ended(long pid) throws InterruptedException {
    Optional<ProcessHandle> process =
        ProcessHandle.of(pid).filter(other -> !other.equals(ProcessHandle.current()));
    try {
      if (process.isPresent()) {
        process.get().onExit().get(STOPPING.toSeconds(), TimeUnit.SECONDS);
      }
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private void started(NodeHost host, JsonNode status) {
    common.out().println("Peerdeck node " + status.at("/self/name").asText() + " is running.");
    common.out().println("  peer id  " + status.at("/self/id").asText());
    status
        .path("addresses")
        .forEach(address -> common.out().println("  address  " + address.asText()));
    common.out().println("  api      http://" + host.address() + "/api/v1/");
    common.out().println("  data     " + common.folder());
    common.out().println("  network  " + status.path("networkReason").asText());
  }
}
