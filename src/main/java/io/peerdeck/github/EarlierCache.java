package io.peerdeck.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.peerdeck.multiformats.Cid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the folder the earlier system kept its GitHub answers in (`CACHE_DIR`), one JSON file for
/// each. Its hash covers only the fields that change, and whoever wrote the file chose the rest, so
/// what is read here is believed at [TrustRung#T0] at most: it says what was asked before, and is
/// asked again.
public final class EarlierCache {
  /// More files are not read.
  public static final int MAX_FILES = 10_000;

  private static final int MAX_FILE = 4 << 20;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_KEY = 1024;

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_FILE)
                          .maxStringLength(MAX_FILE)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .build();

  /// An entry whose hash is right by the earlier rule.
  ///
  /// @param key the operation and its arguments, `list_runners:org=acme:repo=None`
  /// @param hash as it was written: a CID, or SHA-256 in hex
  /// @param written when, by the writer's time
  /// @param ttl how long it was to hold
  /// @param question what asks the same of GitHub today; empty where nothing does
  public record Entry(
      String key, String hash, Instant written, Duration ttl, Optional<ApiRead> question) {
    /// How far it is to be believed.
    public TrustRung rung() {
      return TrustRung.T0;
    }

    /// The operation alone.
    public String operation() {
      int colon = key.indexOf(':');
      return colon < 0 ? key : key.substring(0, colon);
    }
  }

  /// A file that is not imported.
  ///
  /// @param file its name
  /// @param why in a sentence
  public record Refused(String file, String why) {}

  /// What a folder holds.
  public record Found(List<Entry> entries, List<Refused> refused) {
    /// Copies the lists.
    public Found {
      entries = List.copyOf(entries);
      refused = List.copyOf(refused);
    }
  }

  /// Reads a folder.
  ///
  /// @throws GitHubException if it cannot be listed, or holds more than [#MAX_FILES] files
  public Found read(Path folder) {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> file.getFileName().toString().endsWith(".json"))
              .sorted()
              .limit(MAX_FILES + 1L)
              .toList();
    } catch (IOException e) {
      throw new GitHubException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
    }
    if (files.size() > MAX_FILES) {
      throw new GitHubException(folder + " holds more than " + MAX_FILES + " entries");
    }
    List<Entry> entries = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (Path file : files) {
      try {
        entries.add(entry(file));
      } catch (GitHubException e) {
        refused.add(
            new Refused(String.valueOf(file.getFileName()), String.valueOf(e.getMessage())));
      }
    }
    return new Found(entries, refused);
  }

  private Entry entry(Path file) {
    JsonNode root;
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
        throw new GitHubException("it is no file of up to 4 MiB");
      }
      root = json.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new GitHubException("it is no JSON that can be read", e);
    }
    String key = root.path("cache_key").asText("");
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw new GitHubException("it does not say what was asked");
    }
    if (!EarlierHash.fileName(key).equals(String.valueOf(file.getFileName()))) {
      throw new GitHubException("its name is that of another question");
    }
    String operation = key.contains(":") ? key.substring(0, key.indexOf(':')) : key;
    Optional<String> fields = EarlierHash.canonical(operation, root.path("data"));
    String hash = root.path("content_hash").asText("");
    if (fields.isEmpty() || hash.isEmpty()) {
      throw new GitHubException("nothing in it can be checked");
    }
    byte[] text = fields.get().getBytes(StandardCharsets.US_ASCII);
    Cid cid = Cid.of(Cid.RAW, text);
    if (!hash.equals(cid.toString())
        && !hash.equals(HexFormat.of().formatHex(cid.multihash().digest()))) {
      throw new GitHubException("its hash is not that of what it holds");
    }
    double time = root.path("timestamp").asDouble(-1);
    long ttl = root.path("ttl").asLong(-1);
    if (time < 0 || time > Integer.MAX_VALUE * 4.0 || ttl < 0 || ttl > Integer.MAX_VALUE) {
      throw new GitHubException("it does not say when it was written and for how long");
    }
    return new Entry(
        key,
        hash,
        Instant.ofEpochMilli((long) (time * 1000)),
        Duration.ofSeconds(ttl),
        EarlierHash.question(key));
  }
}
