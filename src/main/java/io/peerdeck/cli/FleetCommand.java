package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck fleet`: who belongs together, and how others come in.
@Command(
    name = "fleet",
    description = "found a fleet, invite machines into it, or join one",
    addMethodSubcommands = false)
final class FleetCommand {
  @Command(description = "show the fleet and what waits for an operator in it")
  int show(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("fleet", Map.of()), fleet -> FleetText.show(common, fleet));
  }

  @Command(description = "found a fleet with this node as its admin")
  int create(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--leave", description = "leave the fleet this node is in, whoever is in it")
          boolean leave) {
    return common.answer(
        client -> client.post("fleet", Map.of("name", name, "leave", leave)),
        fleet ->
            common
                .out()
                .println(
                    "This node is the admin of the fleet " + fleet.path("name").asText() + "."));
  }

  @Command(description = "make an invitation; its text is shown once")
  int invite(
      @Mixin CommonOptions common,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description =
                  "admin, operator, worker or observer (repeatable; default: operator and worker)")
          @Nullable List<String> roles,
      @Option(names = "--uses", paramLabel = "N", description = "how many machines may come by it")
          @Nullable Integer uses,
      @Option(
              names = "--valid",
              paramLabel = "TIME",
              description = "how long, such as 30m, 12h or 7d (default: 24h)")
          @Nullable String valid) {
    Map<String, Object> body = new HashMap<>();
    if (roles != null && !roles.isEmpty()) {
      body.put("roles", roles);
    }
    if (uses != null) {
      body.put("uses", uses);
    }
    if (valid != null) {
      body.put("minutes", duration(valid).toMinutes());
    }
    return common.answer(
        client -> client.post("fleet/invites", body),
        created -> {
          common.out().println(created.path("text").asText());
          common
              .err()
              .println(
                  "Whoever has this text may come in as "
                      + Text.join(created.at("/invite/roles"))
                      + ", until "
                      + created.at("/invite/expires").asText()
                      + ": peerdeck fleet join TEXT");
          common.err().flush();
        });
  }

  @Command(description = "list the invitations")
  int invites(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("fleet/invites", Map.of()),
        invites -> FleetText.invites(common, invites));
  }

  @Command(description = "take an invitation back")
  int revoke(@Mixin CommonOptions common, @Parameters(paramLabel = "INVITE_ID") String id) {
    return common.answer(
        client -> client.delete("fleet/invites/" + ApiClient.encode(id)),
        done -> common.out().println("Nobody comes by the invitation " + id + " any more."));
  }

  @Command(description = "join a fleet by an invitation, or by asking the member at a multiaddr")
  int join(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "INVITE|MULTIADDR") String to,
      @Option(names = "--leave", description = "leave the fleet this node is in, whoever is in it")
          boolean leave,
      @Option(names = "--no-wait", description = "do not wait until this node is let in")
          boolean noWait) {
    return common.ask(
        client -> {
          client.post("fleet/join", Map.of("to", to, "leave", leave));
          JsonNode fleet = noWait ? client.get("fleet", Map.of()) : JoinWait.until(client, common);
          common.print(fleet, shown -> FleetText.joined(common, shown));
          return fleet.path("joining").isNull() || noWait ? 0 : 4;
        });
  }

  @Command(description = "list the members")
  int members(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("peers", Map.of()), peers -> FleetText.members(common, peers));
  }

  @Command(description = "remove a member from the fleet")
  int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER") String peer) {
    return common.answer(
        client -> client.delete("peers/" + ApiClient.encode(peer)),
        done -> common.out().println(peer + " is no longer a member of the fleet."));
  }

  @Command(description = "give a member its roles: admin, operator, worker, observer")
  int role(
      @Mixin CommonOptions common,
      @Parameters(index = "0", paramLabel = "PEER") String peer,
      @Parameters(index = "1..*", arity = "1..*", paramLabel = "ROLE") List<String> roles) {
    return common.answer(
        client ->
            client.post("peers/" + ApiClient.encode(peer) + "/update", Map.of("roles", roles)),
        changed ->
            common
                .out()
                .println(
                    changed.at("/peer/name").asText()
                        + " is now "
                        + Text.join(changed.path("roles"))
                        + "."));
  }

  @Command(description = "list the machines that ask to be let in")
  int requests(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("fleet/requests", Map.of()),
        requests -> FleetText.requests(common, requests));
  }

  @Command(description = "let a machine in that asks for it")
  int accept(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "PEER") String peer,
      @Option(names = "--role", paramLabel = "ROLE", description = "its roles (repeatable)")
          @Nullable List<String> roles) {
    Map<String, Object> body = roles == null || roles.isEmpty() ? Map.of() : Map.of("roles", roles);
    return common.answer(
        client -> client.post("fleet/requests/" + ApiClient.encode(peer) + "/accept", body),
        member ->
            common
                .out()
                .println(member.at("/peer/name").asText() + " is now a member of the fleet."));
  }

  @Command(description = "refuse a machine that asks to be let in")
  int refuse(@Mixin CommonOptions common, @Parameters(paramLabel = "PEER") String peer) {
    return common.answer(
        client -> client.post("fleet/requests/" + ApiClient.encode(peer) + "/refuse", Map.of()),
        done -> common.out().println(peer + " is not let in."));
  }

  /// `30m`, `12h`, `7d`.
  static Duration duration(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    try {
      return Duration.parse(lower.endsWith("d") ? "p" + lower : "pt" + lower);
    } catch (DateTimeParseException e) {
      throw new ApiException(400, "`" + text + "` is no length of time: write 30m, 12h or 7d.", e);
    }
  }
}
