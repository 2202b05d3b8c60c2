package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A folder with the smallest Debian in it, and commands run as if it were the whole machine. Only
/// the network and the kernel are shared with the outside.
final class CleanDebian implements AutoCloseable {
  static final String USER = "someone";

  /// What a person's own things are below, inside.
  static final String HOME = "/home/" + USER;

  /// Changed by installing and removing anything at all.
  private static final List<String> VOLATILE =
      List.of("/proc", "/dev", "/tmp", "/run", "/var/lib/dpkg", "/var/log", "/var/cache");

  private static final long DEADLINE_MINUTES = 10;

  private final Path root;
  private final List<Process> started = new ArrayList<>();

  private CleanDebian(Path root) {
    this.root = root;
  }

  /// Lays a new one where the folder is; an older one there is removed.
  static CleanDebian make(Path root) throws Exception {
    CleanDebian debian = new CleanDebian(root);
    debian.outside("rm", "-rf", root.toString());
    debian.outside("debootstrap", "--variant=minbase", "bookworm", root.toString());
    debian.run("apt-get", "update");
    debian.run("useradd", "--create-home", "--shell", "/bin/bash", USER);
    return debian;
  }

  /// A place as seen from outside.
  Path path(String inside) {
    return root.resolve(inside.substring(1));
  }

  /// Writes a file into the person's home and returns where it is, as seen from inside.
  String writeHome(String name, String text) throws Exception {
    Files.writeString(path(HOME + "/" + name), text);
    run("chown", USER, HOME + "/" + name);
    return HOME + "/" + name;
  }

  /// Puts a program where another package would.
  void program(String name, String text) throws IOException {
    Path file = Files.writeString(path("/usr/bin/" + name), text);
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
  }

  /// Runs a command as root as it would be run where systemd runs.
  void withSystemd(String... command) throws Exception {
    Path mark = Files.createDirectories(path("/run/systemd/system"));
    run(command);
    Files.delete(mark);
  }

  /// Runs a command as root to its end and returns what it said; it must succeed.
  String run(String... command) throws Exception {
    return ended(start("root", Map.of(), command), command);
  }

  /// The same as the person.
  String runAsUser(Map<String, String> environment, String... command) throws Exception {
    return ended(start(USER, environment, command), command);
  }

  /// Starts a command as the person; the process is the command itself.
  Process startAsUser(Map<String, String> environment, String... command) throws IOException {
    return start(USER, environment, command);
  }

  /// What the last started command has said so far.
  String output() throws IOException {
    return Files.readString(log(started.size()));
  }

  /// What the person's running node answers to its API's token.
  String ask(String data, String place) throws Exception {
    String address = Files.readString(path(data + "/api.address"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + place))
            .header("Authorization", "Bearer " + Files.readString(path(data + "/api.token")))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /// Every file, folder and link, without what any package changes.
  SortedSet<String> files() throws IOException {
    SortedSet<String> files = new TreeSet<>();
    try (Stream<Path> tree = Files.walk(root)) {
      tree.map(file -> "/" + root.relativize(file))
          .filter(file -> VOLATILE.stream().noneMatch(place -> file.startsWith(place + "/")))
          .forEach(files::add);
    }
    return files;
  }

  private Process start(String user, Map<String, String> environment, String... command)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t proc proc \"$0/proc\" && exec chroot \"$@\"",
                root.toString(),
                "--userspec=" + user,
                root.toString(),
                "/usr/bin/env",
                "-i"));
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("HOME", user.equals("root") ? "/root" : HOME);
    variables.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    variables.put("LANG", "C.UTF-8");
    variables.put("DEBIAN_FRONTEND", "noninteractive");
    variables.forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(List.of(command));
    return begin(line);
  }

  private void outside(String... command) throws Exception {
    String said = ended(begin(List.of(command)), command);
    assertThat(said).isNotNull();
  }

  private Process begin(List<String> line) throws IOException {
    Path log = log(started.size() + 1);
    Files.createDirectories(log.getParent());
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }

  private Path log(int number) {
    return root.resolveSibling("debian-logs").resolve(number + ".log");
  }

  private String ended(Process process, String... command) throws Exception {
    String line = String.join(" ", command);
    Path log = log(started.size());
    assertThat(process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)).as(line).isTrue();
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(line + "\n" + said).isZero();
    return said;
  }

  /// Ends what still runs; the folder stays, for whoever wants to look.
  @Override
  public void close() {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
