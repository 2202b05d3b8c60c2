package io.peerdeck.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip file for somebody who helps: what the node would say of itself, with what is nobody's
/// business masked.
final class Diagnostics {
  private static final int EVENTS = 500;

  /// Addresses in all the forms that occur, then secrets.
  private static final List<Pattern> MASKED =
      List.of(
          Pattern.compile("/(?:ip4|ip6|dns|dns4|dns6|dnsaddr)/[^/\\s,\\]\"']+"),
          Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b"),
          Pattern.compile("(?i)\\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\\b"),
          Pattern.compile("peerdeck:[A-Za-z0-9_.+/=-]+"),
          Pattern.compile("[Bb]earer [A-Za-z0-9_.+/=-]+"),
          Pattern.compile("gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"));

  private final Node node;
  private final NodeLog log;

  Diagnostics(Node node, NodeLog log) {
    this.node = node;
    this.log = log;
  }

  /// Writes the file; throws [NodeException] when it is there already.
  void write(Path zip) {
    Map<String, Supplier<String>> parts = new LinkedHashMap<>();
    parts.put("versions.txt", Diagnostics::versions);
    parts.put("status.txt", () -> lines(node.status()));
    parts.put("settings.txt", () -> all(node.settings()));
    parts.put("peers.txt", () -> all(node.peers()));
    parts.put("caches.txt", () -> all(node.caches()));
    parts.put("network.txt", () -> all(node.network().limits()));
    parts.put("transfers.txt", () -> all(node.transfers()));
    parts.put("disk.txt", () -> node.disk().map(Record::toString).orElse("not measured yet"));
    parts.put("events.txt", () -> all(node.events(EVENTS)));
    parts.put("node.log", log::readable);
    try (OutputStream file =
            Files.newOutputStream(zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZipOutputStream out = new ZipOutputStream(file, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, Supplier<String>> part : parts.entrySet()) {
        out.putNextEntry(new ZipEntry(part.getKey()));
        out.write(masked(told(part.getValue())).getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    } catch (FileAlreadyExistsException e) {
      throw new NodeException(
          NodeException.Reason.REFUSED, zip + " is there already; name another file.", e);
    } catch (IOException e) {
      throw new NodeException(
          DiskError.isOfPlace(e) ? NodeException.Reason.REFUSED : NodeException.Reason.FAILED,
          "The diagnostics " + zip + " cannot be written: " + DiskError.why(e) + ".",
          e);
    }
  }

  /// A part that cannot be had says why; the others are needed all the more.
  private static String told(Supplier<String> part) {
    try {
      return part.get();
    } catch (RuntimeException e) {
      return "This part could not be read: " + e;
    }
  }

  private static String versions() {
    return String.join(
        "\n",
        "peerdeck " + LocalNode.version(),
        "java "
            + System.getProperty("java.runtime.version")
            + ", "
            + System.getProperty("java.vendor"),
        "system "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        "processors " + Runtime.getRuntime().availableProcessors(),
        "memory "
            + Runtime.getRuntime().totalMemory()
            + " of "
            + Runtime.getRuntime().maxMemory()
            + "\n");
  }

  private static String all(List<? extends Record> records) {
    return records.stream().map(Record::toString).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String lines(Record record) {
    return record.toString().replace(", ", ",\n  ") + "\n";
  }

  private static String masked(String text) {
    String home = System.getProperty("user.home", "");
    String masked = home.length() > 1 ? text.replace(home, "~") : text;
    for (Pattern pattern : MASKED) {
      masked = pattern.matcher(masked).replaceAll("***");
    }
    return masked;
  }
}
