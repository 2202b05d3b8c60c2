package io.peerdeck.github.registry;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// How a record stands in an issue: its title, its labels, and a body that a person can read with
/// the signed bytes below.
final class PeerIssue {
  static final String REGISTRY = "peer-registry";
  static final String ACTIVE = "peer-active";
  static final String INACTIVE = "peer-inactive";
  static final String CAPABILITY = "capability-";

  private static final String TITLE = "Peer: ";
  private static final String FENCE = "```";
  private static final String KIND = FENCE + "peerdeck-record";
  private static final int MAX_BODY = 32 * 1024;
  private static final int MAX_CAPABILITIES = 10;
  private static final int MAX_LABEL = 50;
  private static final int LINE = 76;

  private PeerIssue() {}

  static String title(PeerId peer) {
    return TITLE + peer;
  }

  /// Whose issue the title says it is; empty if it is no peer's.
  static Optional<PeerId> peer(String title) {
    if (!title.startsWith(TITLE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PeerId.parse(title.substring(TITLE.length())))
          .filter(peer -> title.equals(title(peer)));
    } catch (MultiformatException e) {
      return Optional.empty();
    }
  }

  static IssueDesk.Draft draft(RegistryRecord record, RegistryRole role, KeyPair key) {
    return new IssueDesk.Draft(
        title(record.peer()), body(record, role, key), labels(record, role), true);
  }

  private static List<String> labels(RegistryRecord record, RegistryRole role) {
    List<String> labels = new ArrayList<>(List.of(REGISTRY, ACTIVE, CAPABILITY + role.text()));
    new TreeSet<>(record.announcement().statement().labels())
        .stream()
            .map(label -> CAPABILITY + plain(label))
            .filter(label -> label.length() <= MAX_LABEL && !labels.contains(label))
            .limit(MAX_CAPABILITIES)
            .forEach(labels::add);
    return labels;
  }

  private static String plain(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
  }

  private static String body(RegistryRecord record, RegistryRole role, KeyPair key) {
    StringBuilder text = new StringBuilder();
    text.append("A Peerdeck node keeps this issue, so that other nodes find it. ")
        .append("What counts is the signed record below; a change made by hand is ignored.\n\n");
    line(text, "peer", record.peer().toString());
    Optional.ofNullable(record.announcement().statement().metadata().get("name"))
        .ifPresent(name -> line(text, "name", name));
    line(text, "role", role.text());
    record.announcement().addresses().forEach(a -> line(text, "address", a.toString()));
    line(text, "written", record.written().toString());
    line(text, "holds until", record.written().plus(record.ttl()).toString());
    String base64 =
        Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(record.seal(key).bytes());
    return text.append('\n')
        .append(KIND)
        .append('\n')
        .append(base64)
        .append('\n')
        .append(FENCE)
        .append('\n')
        .toString();
  }

  /// In a code span, where nothing is a link, a mention or a tag.
  private static void line(StringBuilder text, String what, String value) {
    text.append("- ").append(what).append(": `");
    text.append(value.replaceAll("[`\\p{Cntrl}]", "'")).append("`\n");
  }

  /// The record in a body.
  ///
  /// @throws MultiformatException if there is none that is signed
  static RegistryRecord record(String body) {
    if (body.length() > MAX_BODY) {
      throw new MultiformatException("its text is longer than " + MAX_BODY + " characters");
    }
    int start = body.indexOf(KIND);
    int from = start < 0 ? -1 : body.indexOf('\n', start);
    int end = from < 0 ? -1 : body.indexOf(FENCE, from);
    if (end < 0) {
      throw new MultiformatException("it holds no signed record");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(body.substring(from, end).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("its record is no base64", e);
    }
    return RegistryRecord.open(bytes);
  }
}
