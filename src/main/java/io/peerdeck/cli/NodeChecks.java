package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What `doctor` hears from the node: its ports, who reached it, its clock, its sandbox.
final class NodeChecks {
  private static final Pattern DIALLED = Pattern.compile("/ip4/([0-9.]+)/tcp/(\\d+)(/.*)?");
  private static final int CONNECT_MILLIS = 1000;
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final ApiClient client;
  private final Instant now;

  NodeChecks(ApiClient client, Instant now) {
    this.client = client;
    this.now = now;
  }

  List<Check> all() {
    JsonNode status = client.get("status", Map.of());
    return List.of(ports(status), reachability(status), skew(), sandbox(status, value("sandbox")));
  }

  String value(String setting) {
    return client.get("settings/" + setting, Map.of()).path("value").asText("");
  }

  private static Check ports(JsonNode status) {
    if (status.path("network").asText().equals("off")) {
      return Check.warning(
          "ports", "The network of this node is off.", "peerdeck config set network on");
    }
    Set<String> open = new LinkedHashSet<>();
    Set<String> shut = new LinkedHashSet<>();
    for (JsonNode address : status.path("addresses")) {
      Matcher at = DIALLED.matcher(address.asText());
      if (at.matches()) {
        String place = at.group(1) + ":" + at.group(2);
        (connects(at.group(1), Integer.parseInt(at.group(2))) ? open : shut).add(place);
      }
    }
    if (open.isEmpty()) {
      return Check.problem(
          "ports",
          shut.isEmpty() ? "The node listens nowhere." : "Nothing answers on " + words(shut) + ".",
          "Look at `listen` (peerdeck config get listen) and whether another program has the"
              + " port.");
    }
    return Check.ok("ports", "The node answers on " + words(open) + ".");
  }

  private static boolean connects(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// A member that dialled this node proves what no look at this machine's firewall could.
  private Check reachability(JsonNode status) {
    if (status.path("network").asText().equals("off")) {
      return Check.unknown("reachability", "Nobody is to reach this node: its network is off.");
    }
    List<String> came = new ArrayList<>();
    int connected = 0;
    for (JsonNode peer : client.get("peers", Map.of())) {
      if (!peer.path("self").asBoolean() && peer.at("/link/connected").asBoolean()) {
        connected++;
        if (!peer.at("/link/dialled").asBoolean()) {
          came.add(peer.at("/peer/name").asText());
        }
      }
    }
    if (!came.isEmpty()) {
      return Check.ok("reachability", String.join(", ", came) + " reached this node.");
    }
    Set<String> ports = new TreeSet<>();
    for (JsonNode address : status.path("addresses")) {
      Matcher at = DIALLED.matcher(address.asText());
      if (at.matches()) {
        ports.add(at.group(2) + "/tcp");
      }
    }
    return connected > 0
        ? Check.warning(
            "reachability",
            "All " + connected + " connections were dialled from here; nobody has come in.",
            "Let " + words(ports) + " through the firewall: sudo ufw allow " + words(ports))
        : Check.unknown(
            "reachability",
            "No other member is connected, so nobody can tell whether it could reach this node.");
  }

  private Check skew() {
    JsonNode newest = client.get("clock/entries", Map.of("limit", "1")).at("/entries/0");
    if (newest.isMissingNode()) {
      return Check.unknown("clock", "The history holds no entry to compare the clock with.");
    }
    Duration ahead = Duration.between(now, Instant.parse(newest.path("time").asText()));
    return ahead.compareTo(SKEW) > 0
        ? Check.problem(
            "clock",
            "The newest entry, by "
                + newest.at("/author/name").asText()
                + ", was written "
                + ahead.toSeconds()
                + " s in this machine's future.",
            "Set this machine's clock, or that of " + newest.at("/author/name").asText() + ".")
        : Check.ok("clock", "This machine's clock agrees with the fleet's newest entry.");
  }

  private static Check sandbox(JsonNode status, String setting) {
    if (setting.equals("off")) {
      return Check.warning(
          "sandbox",
          "Sandboxes are off in the settings: jobs run with your user's rights.",
          "peerdeck config set sandbox on");
    }
    for (JsonNode warning : status.path("warnings")) {
      if (warning.asText().contains("not sandboxed")) {
        return Check.warning(
            "sandbox", warning.asText(), "Install bubblewrap (apt install bubblewrap).");
      }
    }
    return Check.ok("sandbox", "Jobs run in sandboxes.");
  }

  private static String words(Set<String> words) {
    return words.stream().sorted().collect(Collectors.joining(", "));
  }
}
