package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck secret`: what jobs that run on this machine may be given in secret.
@Command(
    name = "secret",
    description = "keep secrets for jobs that run on this machine, and say who may use them",
    addMethodSubcommands = false)
final class SecretCommand {
  private static final int MAX_VALUE = 64 * 1024;

  @Command(description = "list the secrets and their grants; values are never told")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("secrets", Map.of()),
        secrets -> {
          TextTable table = new TextTable("NAME", "CHANGED", "SUBMITTER", "WORKFLOW", "SNAPSHOT");
          for (JsonNode secret : secrets) {
            String name = secret.path("name").asText();
            String changed = Text.ago(secret.path("changed"), Instant.now());
            if (secret.path("grants").isEmpty()) {
              table.row(name, changed, "granted to nobody", "", "");
            }
            for (JsonNode grant : secret.path("grants")) {
              table.row(
                  name,
                  changed,
                  shortened(grant.path("submitter").asText()),
                  shortened(grant.path("workflow").asText()),
                  shortened(grant.path("snapshot").asText()));
            }
          }
          table.print(common);
        });
  }

  private static String shortened(String id) {
    return id.length() < 20 ? id : Text.shortId(id);
  }

  @Command(description = "keep a secret; without VALUE it is read from the input")
  int set(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "VALUE", arity = "0..1") @Nullable String value) {
    String kept = value == null ? input() : value;
    return common.answer(
        client -> client.post("secrets", Map.of("name", name, "value", kept)),
        done -> common.out().println(name + " is kept. Grant it with: peerdeck secret grant."));
  }

  private static String input() {
    try {
      String text = new String(System.in.readNBytes(MAX_VALUE), StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Command(description = "forget a secret and its grants")
  int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "NAME") String name) {
    return common.answer(
        client -> client.delete("secrets/" + ApiClient.encode(name)),
        done -> common.out().println(name + " is forgotten."));
  }

  @Command(
      description =
          "let a secret be used by a run's submitter for its workflow file and snapshot, or by"
              + " whom and what the options say")
  int grant(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--run", paramLabel = "RUN", description = "who and what as in this run")
          @Nullable String run,
      @Option(names = "--submitter", paramLabel = "PEER", description = "who submits")
          @Nullable String submitter,
      @Option(names = "--workflow", defaultValue = "any", description = "CID of the file, or any")
          String workflow,
      @Option(names = "--snapshot", defaultValue = "any", description = "CID, none, or any")
          String snapshot) {
    Map<String, Object> body = new HashMap<>();
    if (run != null) {
      body.put("run", run);
    } else {
      body.put("submitter", submitter == null ? "" : submitter);
      body.put("workflow", workflow);
      body.put("snapshot", snapshot);
    }
    return common.answer(
        client -> client.post("secrets/" + ApiClient.encode(name) + "/grant", body),
        done -> common.out().println(name + " is granted."));
  }
}
