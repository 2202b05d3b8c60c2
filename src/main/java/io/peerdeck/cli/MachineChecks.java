package io.peerdeck.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What `doctor` finds without a node: Java, the data folder, the clock's keeper, tools.
final class MachineChecks {
  private static final int JAVA = 25;
  private static final int NODE_JS = 20;
  private static final long SCANT_BYTES = 1L << 30;
  private static final int DEADLINE_SECONDS = 5;
  private static final int MAX_SAID = 4096;

  /// Where jobs find programs unless `tool-folders` names more.
  private static final List<String> SYSTEM =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private final Path folder;

  /// @param folder the data folder
  MachineChecks(Path folder) {
    this.folder = folder;
  }

  List<Check> all(String toolFolders) {
    return Stream.concat(
            Stream.of(java(), folder(), token(), timeKeeper()), tools(toolFolders).stream())
        .toList();
  }

  private static Check java() {
    String found = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
    return Runtime.version().feature() >= JAVA
        ? Check.ok("java", found)
        : Check.problem("java", found, "Install Java " + JAVA + " or newer, or set JAVA_HOME.");
  }

  private Check folder() {
    try {
      if (!Files.isDirectory(folder)) {
        return Check.ok("folder", folder + " is made at the first start.");
      }
      long free = Files.getFileStore(folder).getUsableSpace();
      String found = folder + ", " + Text.bytes(free) + " free";
      if (!Files.isWritable(folder)) {
        return Check.problem(
            "folder",
            folder + " cannot be written.",
            "Make it yours (chown -R $USER), or name another by --data or PEERDECK_HOME.");
      }
      return free < SCANT_BYTES
          ? Check.warning(
              "folder",
              found,
              "Make room: runs are kept for the days that `keep-days` says, caches of jobs up to"
                  + " `job-cache-gib`.")
          : Check.ok("folder", found);
    } catch (IOException e) {
      return Check.problem(
          "folder", folder + " cannot be looked at: " + e, "Name another folder by --data.");
    }
  }

  private Check token() {
    Path token = folder.resolve("api.token");
    if (!Files.exists(token)) {
      return Check.ok("token", "The API's token is made at the first start.");
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(token);
      boolean open =
          rights.stream()
              .anyMatch(
                  right -> right.name().startsWith("GROUP_") || right.name().startsWith("OTHERS_"));
      return open
          ? Check.problem(
              "token",
              token + " can be read by others than its owner.",
              "chmod 600 " + token + ", and delete it before the next start to get a new one.")
          : Check.ok("token", token + " is readable by its owner alone.");
    } catch (UnsupportedOperationException e) {
      return Check.unknown("token", "This system's file rights cannot be read.");
    } catch (IOException e) {
      return Check.problem(
          "token", token + " cannot be looked at: " + e, "Delete it and restart the node.");
    }
  }

  private static Check timeKeeper() {
    Optional<String> kept =
        said("timedatectl", "show", "--property=NTPSynchronized", "--value").map(String::strip);
    if (kept.isEmpty()) {
      return Check.unknown("time", "Whether the clock is kept right cannot be asked here.");
    }
    return kept.get().equals("yes")
        ? Check.ok("time", "The clock is kept right by NTP.")
        : Check.warning(
            "time",
            "The clock is not kept right by NTP.",
            "timedatectl set-ntp true (needs systemd-timesyncd or chrony).");
  }

  private static List<Check> tools(String toolFolders) {
    List<Check> checks = new ArrayList<>();
    for (String tool : List.of("node", "npm")) {
      checks.add(tool(tool, toolFolders));
    }
    return checks;
  }

  private static Check tool(String tool, String toolFolders) {
    Optional<Path> forJobs =
        Stream.concat(SYSTEM.stream().map(Path::of), bins(toolFolders))
            .map(place -> place.resolve(tool))
            .filter(Files::isExecutable)
            .findFirst();
    String install =
        "Install Node.js " + NODE_JS + " or newer for JavaScript actions (apt install nodejs npm).";
    if (forJobs.isEmpty()) {
      Optional<Path> elsewhere =
          Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
              .filter(place -> place.startsWith("/"))
              .map(place -> Path.of(place, tool))
              .filter(Files::isExecutable)
              .findFirst();
      return elsewhere
          .map(
              found ->
                  Check.warning(
                      tool,
                      found + " is on your PATH and not on that of jobs.",
                      "peerdeck config set tool-folders " + found.getParent()))
          .orElseGet(() -> Check.warning(tool, tool + " is not installed.", install));
    }
    Optional<String> version = said(forJobs.get().toString(), "--version").map(String::strip);
    if (version.isEmpty()) {
      return Check.problem(tool, forJobs.get() + " does not tell its version.", install);
    }
    String found = tool + " " + version.get().replaceFirst("^v", "") + ", " + forJobs.get();
    return tool.equals("node") && major(version.get()) < NODE_JS
        ? Check.warning(tool, found, install)
        : Check.ok(tool, found);
  }

  private static Stream<Path> bins(String toolFolders) {
    return Stream.of(toolFolders.split(","))
        .map(String::strip)
        .filter(place -> place.startsWith("/"))
        .flatMap(place -> Stream.of(Path.of(place), Path.of(place, "bin")));
  }

  private static int major(String version) {
    String digits = version.replaceFirst("^v", "").replaceFirst("\\D.*", "");
    return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
  }

  /// What a program says; empty when it is not there, fails or takes too long.
  private static Optional<String> said(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      try {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
          return Optional.empty();
        }
        return Optional.of(
            new String(process.getInputStream().readNBytes(MAX_SAID), StandardCharsets.UTF_8));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
