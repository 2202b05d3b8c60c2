package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the clock's entries, oldest first, page by page: a clock may be longer than memory.
final class ClockExport {
  private static final String PAGE = "500";

  private final CommonOptions common;
  private final Optional<String> after;

  /// @param after the entry to begin after
  ClockExport(CommonOptions common, Optional<String> after) {
    this.common = common;
    this.after = after;
  }

  /// To the file, which is there only once it is whole, or to standard output.
  int write(Optional<Path> file) {
    if (file.isEmpty()) {
      common.ask(client -> pages(client, common.out()));
      return 0;
    }
    Path target = file.get().toAbsolutePath().normalize();
    Path half = target.resolveSibling(target.getFileName() + ".part");
    Thread cleaner = new Thread(() -> delete(half), "delete-half-an-export");
    Runtime.getRuntime().addShutdownHook(cleaner);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(half, StandardCharsets.UTF_8))) {
      long entries = common.ask(client -> pages(client, out));
      out.flush();
      if (out.checkError()) {
        throw new ApiException(500, "The disk took not all of " + half + ".");
      }
      Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
      JsonNode done =
          JsonNodeFactory.instance
              .objectNode()
              .put("file", target.toString())
              .put("entries", entries);
      common.print(done, told -> common.out().println(entries + " entries are in " + target + "."));
      return 0;
    } catch (IOException e) {
      throw new ApiException(500, target + " cannot be written: " + e, e);
    } finally {
      delete(half);
      forget(cleaner);
    }
  }

  private static void forget(Thread cleaner) {
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      return; // the process is ending and runs it
    }
  }

  private static void delete(Path half) {
    try {
      Files.deleteIfExists(half);
    } catch (IOException e) {
      throw new ApiException(500, half + " stays: " + e, e);
    }
  }

  /// `after` asks for the oldest entries above it, but pages come newest first.
  private long pages(ApiClient client, PrintWriter out) {
    long written = 0;
    Optional<String> last = after;
    while (true) {
      Map<String, String> query = new HashMap<>(Map.of("limit", PAGE));
      if (last.isPresent()) {
        query.put("after", last.get());
      } else {
        query.put("ordinal", Integer.toString(Integer.parseInt(PAGE) - 1));
      }
      List<JsonNode> page = new ArrayList<>();
      client.get("clock/entries", query).path("entries").forEach(page::add);
      for (JsonNode entry : page.reversed()) {
        out.println(entry);
        written++;
      }
      out.flush();
      if (page.isEmpty()) {
        return written;
      }
      last = Optional.of(page.getFirst().path("cid").asText());
    }
  }
}
