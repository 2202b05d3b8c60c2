package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `peerdeck transfer`: blobs on their way.
@Command(
    name = "transfer",
    description = "look at moving blobs, cancel them, move them again",
    addMethodSubcommands = false)
final class TransferCommand {
  @Command(description = "list the blobs that move, and the last hundred that did")
  int list(@Mixin CommonOptions common) {
    return common.answer(
        client -> client.get("transfers", Map.of()),
        transfers -> {
          TextTable table = new TextTable("ID", "STATE", "FILE", "PEER", "MOVED", "STARTED");
          for (JsonNode transfer : transfers) {
            String peer = transfer.at("/peer/name").asText();
            table.row(
                transfer.path("id").asText(),
                transfer.path("state").asText(),
                transfer.path("name").asText(Text.shortId(transfer.path("cid").asText())),
                (transfer.path("direction").asText().equals("in") ? "from " : "to ") + peer,
                Text.bytes(transfer.path("bytes").asLong())
                    + " of "
                    + Text.bytes(transfer.path("total").asLong()),
                Text.ago(transfer.path("startedAt"), Instant.now()));
          }
          table.print(common);
        });
  }

  @Command(description = "end a running transfer; what has arrived stays")
  int cancel(@Mixin CommonOptions common, @Parameters(paramLabel = "ID") String id) {
    return common.answer(
        client -> client.post("transfers/" + ApiClient.encode(id) + "/cancel", Map.of()),
        done -> common.out().println("Transfer " + id + " is cancelled."));
  }

  @Command(description = "move the blob of a failed or cancelled transfer once more")
  int retry(@Mixin CommonOptions common, @Parameters(paramLabel = "ID") String id) {
    return common.answer(
        client -> client.post("transfers/" + ApiClient.encode(id) + "/retry", Map.of()),
        done -> common.out().println("The blob of transfer " + id + " moves again."));
  }
}
