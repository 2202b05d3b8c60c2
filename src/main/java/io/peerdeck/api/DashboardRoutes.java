package io.peerdeck.api;

import static io.peerdeck.api.Route.get;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.GitHubView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the dashboard of the earlier system asks for, at its paths and by its names, with what is
/// true of this node; and besides, the state in one word, why, and what to do.
final class DashboardRoutes {
  static final String ROOT = "/api/mcp/";
  private static final String GITHUB = "github";
  private static final int MAX_ENTRIES = 1000;
  private static final double MEBIBYTE = 1 << 20;
  private static final Pattern PORT = Pattern.compile("/(?:tcp|udp)/(\\d{1,5})");

  private final Node node;

  DashboardRoutes(Node node) {
    this.node = node;
  }

  /// How something stands.
  ///
  /// @param word `Active`, `Enabled but alone`, `Disabled` or `Error`
  private record State(String word, String reason, String whatToDo) {
    static final String ACTIVE = "Active";
    static final String ALONE = "Enabled but alone";
    static final String DISABLED = "Disabled";
    static final String ERROR = "Error";

    boolean enabled() {
      return word.equals(ACTIVE) || word.equals(ALONE);
    }

    boolean active() {
      return word.equals(ACTIVE);
    }

    Optional<String> error() {
      return Optional.of(reason).filter(why -> word.equals(ERROR));
    }
  }

  /// @param peerCount members connected now
  /// @param registeredPeerCount members of the fleet besides this node
  record Peers(
      boolean enabled,
      boolean active,
      @JsonProperty("peer_count") int peerCount,
      List<Peer> peers,
      @JsonProperty("p2p_enabled") boolean p2pEnabled,
      String status,
      @JsonProperty("connected_peer_count") int connectedPeerCount,
      @JsonProperty("registered_peer_count") int registeredPeerCount,
      String reason,
      @JsonProperty("what_to_do") String whatToDo,
      Optional<String> error) {}

  /// @param listenPort of its first address; null while none is known
  record Peer(
      @JsonProperty("peer_id") String peerId,
      @JsonProperty("runner_name") String runnerName,
      @JsonProperty("listen_port") Optional<Integer> listenPort,
      @JsonProperty("last_seen") Optional<Instant> lastSeen,
      boolean connected) {}

  /// @param totalEntries answers kept; at least so many where `entries_complete` is false
  /// @param contentAddressingAvailable whether answers are kept, and asked of members, by their
  ///     CIDs
  /// @param hitRate answered without GitHub among all, 0 to 1; null before the first read
  record CacheStats(
      boolean available,
      @JsonProperty("total_entries") int totalEntries,
      @JsonProperty("entries_complete") boolean entriesComplete,
      @JsonProperty("total_size_mb") double totalSizeMb,
      @JsonProperty("hit_rate") Optional<Double> hitRate,
      @JsonProperty("total_hits") long totalHits,
      @JsonProperty("total_misses") long totalMisses,
      @JsonProperty("total_requests") long totalRequests,
      @JsonProperty("api_calls_made") long apiCallsMade,
      @JsonProperty("api_calls_saved") long apiCallsSaved,
      @JsonProperty("p2p_enabled") boolean p2pEnabled,
      @JsonProperty("p2p_peers") int p2pPeers,
      @JsonProperty("content_addressing_available") boolean contentAddressingAvailable,
      String status,
      String reason,
      @JsonProperty("what_to_do") String whatToDo,
      Optional<String> error) {}

  List<Route> routes() {
    return List.of(
        get(ROOT + "peers", "The earlier dashboard's view of the peers")
            .answer(Peers.class, request -> peers()),
        get(ROOT + "cache/stats", "The earlier dashboard's view of the cache of GitHub's answers")
            .answer(CacheStats.class, request -> cacheStats()));
  }

  private Peers peers() {
    State state;
    List<PeerView> others;
    try {
      others = node.peers().stream().filter(peer -> !peer.self()).toList();
      state = state(node.status());
    } catch (NodeException e) {
      others = List.of();
      state = failed(e);
    }
    int connected = connected(others);
    return new Peers(
        state.enabled(),
        state.active(),
        connected,
        others.stream().map(DashboardRoutes::peer).toList(),
        state.enabled(),
        state.word(),
        connected,
        others.size(),
        state.reason(),
        state.whatToDo(),
        state.error());
  }

  private static int connected(List<PeerView> peers) {
    return (int) peers.stream().filter(peer -> peer.link().connected()).count();
  }

  private static Peer peer(PeerView view) {
    return new Peer(
        view.peer().id(),
        view.peer().name(),
        view.addresses().stream()
            .map(PORT::matcher)
            .filter(Matcher::find)
            .map(found -> Integer.parseInt(found.group(1)))
            .findFirst(),
        view.lastSeen(),
        view.link().connected());
  }

  private static State state(NodeStatus status) {
    return switch (status.network()) {
      case "off" ->
          new State(
              State.DISABLED,
              status.networkReason(),
              "Set `network: on` in config.yaml and start the node again.");
      case "online" ->
          new State(State.ACTIVE, status.networkReason(), "Nothing: other members are connected.");
      default ->
          status.addresses().isEmpty()
              ? new State(
                  State.ERROR,
                  "The network is on, but the node listens nowhere.",
                  "See the node's log and its setting `listen`; another program may hold the port.")
              : new State(State.ALONE, status.networkReason(), alone(status));
    };
  }

  private static String alone(NodeStatus status) {
    if (status.network().equals("joining")) {
      return "Wait, or ask an admin of the fleet to let this node in.";
    }
    return status.members() > 1
        ? "Start the other machines, and see that nothing between them keeps this node's port shut."
        : "Invite another machine: `peerdeck fleet invite` here, `peerdeck fleet join` there.";
  }

  private static State failed(NodeException failure) {
    return new State(
        State.ERROR,
        String.valueOf(failure.getMessage()),
        "See the node's log: `peerdeck doctor` says what is wrong with the machine.");
  }

  private CacheStats cacheStats() {
    Peers peers = peers();
    try {
      GitHubView gitHub = node.gitHub();
      GitHubView.Counters total = gitHub.total();
      long size =
          node.caches().stream()
              .filter(cache -> cache.id().equals(GITHUB))
              .mapToLong(CacheView::size)
              .findFirst()
              .orElse(0);
      int entries = gitHub.off().isPresent() ? 0 : node.cacheEntries(GITHUB, MAX_ENTRIES).size();
      long hits = Math.round(total.hitRate() * total.reads());
      State state = state(gitHub, peers);
      return new CacheStats(
          state.enabled(),
          entries,
          entries < MAX_ENTRIES,
          size / MEBIBYTE,
          total.reads() == 0 ? Optional.empty() : Optional.of(total.hitRate()),
          hits,
          total.reads() - hits,
          total.reads(),
          total.calls(),
          total.saved(),
          peers.enabled(),
          peers.peerCount(),
          state.enabled(),
          state.word(),
          state.reason(),
          state.whatToDo(),
          state.error());
    } catch (NodeException e) {
      State state = failed(e);
      return new CacheStats(
          false,
          0,
          false,
          0,
          Optional.empty(),
          0,
          0,
          0,
          0,
          0,
          peers.enabled(),
          peers.peerCount(),
          false,
          state.word(),
          state.reason(),
          state.whatToDo(),
          state.error());
    }
  }

  private static State state(GitHubView gitHub, Peers peers) {
    if (gitHub.off().isPresent()) {
      return new State(
          State.DISABLED, gitHub.off().get(), "Set `github: on`, then start the node again.");
    }
    if (!gitHub.trouble().isEmpty()) {
      return new State(
          State.ERROR, gitHub.trouble(), "See `peerdeck gh status` and the node's log.");
    }
    return peers.active()
        ? new State(State.ACTIVE, "Answers are kept, and shared with other members.", "Nothing.")
        : new State(
            State.ALONE, "Answers are kept for this machine: " + peers.reason(), peers.whatToDo());
  }
}
