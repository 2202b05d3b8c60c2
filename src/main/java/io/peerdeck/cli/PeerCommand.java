package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck peer`: who is in the fleet and whose jobs this machine runs.
@Command(name = "peer", description = "manage the peers of the fleet", addMethodSubcommands = false)
final class PeerCommand {
  @Command(description = "add a peer by its multiaddr ending in /p2p/PEER_ID")
  int add(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "MULTIADDR") String address,
      @Option(names = "--name", description = "what people call that machine")
          @Nullable String name) {
    Map<String, Object> body = new HashMap<>(Map.of("address", address));
    if (name != null) {
      body.put("name", name);
    }
    return common.answer(
        client -> client.post("peers", body),
        peer ->
            common
                .out()
                .println(
                    peer.at("/peer/name").asText()
                        + " ("
                        + peer.at("/peer/id").asText()
                        + ") is now a member of the fleet."));
  }

  @Command(description = "remove a peer from the fleet")
  int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER_ID") String id) {
    return common.answer(
        client -> client.delete("peers/" + ApiClient.encode(id)),
        done -> common.out().println(id + " is no longer a member of the fleet."));
  }

  @Command(description = "list every known peer")
  int list(@Mixin CommonOptions common) {
    return common.answer(client -> client.get("peers", Map.of()), peers -> table(common, peers));
  }

  @Command(description = "measure a round trip to a peer")
  int ping(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER_ID") String id) {
    return common.answer(
        client -> client.post("peers/" + ApiClient.encode(id) + "/ping", Map.of()),
        answer -> common.out().printf("%.2f ms%n", answer.path("rtt").asDouble()));
  }

  @Command(description = "run jobs that this peer submits on this machine")
  int trust(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "PEER_ID") String id,
      @Option(names = "--level", paramLabel = "LEVEL", description = "none, sandboxed or host")
          @Nullable String level,
      @Option(
              names = "--approval",
              paramLabel = "WHEN",
              description = "ask this machine's operator before: never, first or change")
          @Nullable String approval) {
    Map<String, Object> body = new HashMap<>();
    if (level != null) {
      body.put("level", level);
    }
    if (approval != null) {
      body.put("approval", approval);
    }
    return common.answer(
        client -> client.post("peers/" + ApiClient.encode(id) + "/trust", body),
        done ->
            common
                .out()
                .println(
                    body.isEmpty()
                        ? "Jobs submitted by " + id + " run on this machine."
                        : "What this machine makes of jobs submitted by " + id + " is changed."));
  }

  @Command(description = "change a member's name, labels, slots, or whether it takes new jobs")
  int set(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "PEER_ID") String id,
      @Option(names = "--name", description = "what people call that machine")
          @Nullable String name,
      @Option(names = "--label", paramLabel = "LABEL", description = "all its labels (repeatable)")
          @Nullable List<String> labels,
      @Option(names = "--slots", paramLabel = "N", description = "jobs run at once")
          @Nullable Integer slots,
      @Option(names = "--drain", negatable = true, description = "take no new jobs")
          @Nullable Boolean drain) {
    Map<String, Object> body = new HashMap<>();
    if (name != null) {
      body.put("name", name);
    }
    if (labels != null) {
      body.put("labels", labels);
    }
    if (slots != null) {
      body.put("slots", slots);
    }
    if (drain != null) {
      body.put("drain", drain);
    }
    return common.answer(
        client -> client.post("peers/" + ApiClient.encode(id) + "/update", body),
        peer -> common.out().println(peer.at("/peer/name").asText() + " is changed."));
  }

  @Command(description = "run jobs here that wait for this machine's operator")
  int approve(@Mixin CommonOptions common, @Parameters(paramLabel = "APPROVAL_ID") String id) {
    return common.answer(
        client -> client.post("approvals/" + ApiClient.encode(id) + "/approve", Map.of()),
        done -> common.out().println("Approved: its jobs run on this machine."));
  }

  @Command(description = "decline jobs here that wait for this machine's operator")
  int refuse(@Mixin CommonOptions common, @Parameters(paramLabel = "APPROVAL_ID") String id) {
    return common.answer(
        client -> client.post("approvals/" + ApiClient.encode(id) + "/refuse", Map.of()),
        done -> common.out().println("Refused: its jobs are declined here."));
  }

  @Command(description = "no longer run jobs that this peer submits")
  int untrust(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER_ID") String id) {
    return common.answer(
        client -> client.post("peers/" + ApiClient.encode(id) + "/untrust", Map.of()),
        done -> common.out().println("Jobs submitted by " + id + " are declined here."));
  }

  @Command(description = "shut a peer out of this machine, until it is unblocked")
  int block(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER_ID") String id) {
    return common.answer(
        client -> client.post("peers/" + ApiClient.encode(id) + "/block", Map.of()),
        done -> common.out().println(id + " is shut out of this machine."));
  }

  @Command(description = "let a peer in again that was blocked or suspended")
  int unblock(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER_ID") String id) {
    return common.answer(
        client -> client.post("peers/" + ApiClient.encode(id) + "/unblock", Map.of()),
        done -> common.out().println(id + " may connect to this machine again."));
  }

  private static void table(CommonOptions common, JsonNode peers) {
    TextTable table =
        new TextTable("NAME", "STATE", "ROLES", "RUNNING", "RTT", "SCORE", "TRUSTED", "PEER ID");
    for (JsonNode peer : peers) {
      JsonNode rtt = peer.path("rtt");
      table.row(
          peer.at("/peer/name").asText(),
          peer.path("state").asText(),
          Text.join(peer.path("roles")),
          peer.path("running").asText() + " of " + peer.path("slots").asText(),
          rtt.isNumber() ? "%.1f ms".formatted(rtt.asDouble()) : "",
          peer.path("self").asBoolean() ? "" : peer.at("/conduct/score").asText(),
          peer.path("trusted").asBoolean() ? "yes" : "no",
          peer.at("/peer/id").asText());
    }
    table.print(common);
  }
}
