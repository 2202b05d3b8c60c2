package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The package in a Debian that has nothing but what the package asks for: installed, tried by its
/// user, removed. One story in steps.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebIT {
  private static final Path INSTALLER =
      Path.of(System.getProperty("peerdeck.installer", "target/installer")).toAbsolutePath();
  private static final Path PICTURES = INSTALLER.resolve("pictures");
  private static final Map<String, String> CACHE_OR_DIE =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
  private static final String DATA = CleanDebian.HOME + "/.local/share/peerdeck";
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final double MEGABYTE = 1e6;
  private static final double DEB_MEGABYTES = 90;
  private static final int DRAWN_COLOURS = 60;

  /// More than a clock or a caret makes.
  private static final int CHANGED_PIXELS = 4000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static @Nullable CleanDebian debian;
  private static @Nullable VirtualScreen screen;
  private static @Nullable Process panel;
  private static SortedSet<String> before = new TreeSet<>();

  /// Where the package sees a systemd with one user, whose service is told what this notes.
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      echo "$@" >> /tmp/systemctl.log
      [ "$1" != list-units ] || echo "user@1000.service loaded active running"
      """;

  @BeforeAll
  static void installIntoACleanDebian() throws Exception {
    for (String need : List.of("debootstrap", "unshare", "chroot", "Xvfb", "xprop")) {
      require(Programs.onPath(need), need + " is missing");
    }
    require(Files.isWritable(Path.of("/")), "only root may lay out a Debian");
    Path deb = deb();
    CleanDebian clean = CleanDebian.make(INSTALLER.resolve("debian"));
    debian = clean;
    Files.copy(deb, clean.path("/tmp/peerdeck.deb"));
    String depends = clean.run("dpkg-deb", "-f", "/tmp/peerdeck.deb", "Depends").strip();
    clean.run("apt-get", "satisfy", "-y", "-q", "--no-install-recommends", depends);
    clean.program("systemctl", SYSTEMCTL);
    before = clean.files();
    clean.run("dpkg", "-i", "/tmp/peerdeck.deb");
    screen = VirtualScreen.start(INSTALLER.resolve("screen"));
  }

  @AfterAll
  static void end() {
    if (debian != null) {
      debian.close();
    }
    if (screen != null) {
      screen.close();
    }
  }

  @Test
  @Order(1)
  void whatIsInstalledIsWhole() throws Exception {
    assertThat(debian().run("dpkg", "--verify", "peerdeck")).isEmpty();
  }

  @Test
  @Order(2)
  void bothLaunchersStartFromTheCache() throws Exception {
    assertThat(debian().runAsUser(CACHE_OR_DIE, "peerdeck", "--version")).contains("peerdeck 0.");
    assertThat(debian().runAsUser(CACHE_OR_DIE, "peerdeck-panel", "--help"))
        .contains("open the control panel");
  }

  @Test
  @Order(3)
  void theServicesNodeRunsAWorkflowAndStopsWhenTold() throws Exception {
    String file =
        debian()
            .writeHome(
                "hello.yml",
                """
                name: p2p-workflow hello
                on: push
                jobs: {hello: {runs-on: ubuntu-latest, steps: [{run: 'echo hello; env; ls'}]}}
                """);
    String service = Files.readString(debian().path("/usr/lib/systemd/user/peerdeck.service"));
    String command =
        service.lines().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    debian().writeHome("config.yaml", "listen: [/ip4/127.0.0.1/tcp/0]\n");
    debian().runAsUser(Map.of(), "mkdir", "-p", DATA);
    debian().runAsUser(Map.of(), "mv", CleanDebian.HOME + "/config.yaml", DATA);
    Process node =
        debian().startAsUser(CACHE_OR_DIE, command.substring("ExecStart=".length()).split(" "));
    await(() -> debian().output().contains("is running."));

    assertThat(debian().runAsUser(Map.of(), "peerdeck", "workflow", "submit", file, "--wait"))
        .contains("completed");
    String run =
        JSON.readTree(debian().runAsUser(Map.of(), "peerdeck", "workflow", "list", "--json"))
            .findValuesAsText("id")
            .getFirst();
    assertThat(debian().runAsUser(Map.of(), "peerdeck", "workflow", "logs", run))
        .as("a step inherits nothing of the launcher's")
        .contains("hello", "GITHUB_ACTIONS=true")
        .doesNotContain("_JPACKAGE_LAUNCHER", "LD_LIBRARY_PATH");

    assertThat(debian().ask(DATA, "/metrics"))
        .as("also what the virtual machine tells of its process")
        .contains("process_cpu_seconds_total", "process_open_fds");

    node.destroy();
    assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(service).contains("SuccessExitStatus=" + node.exitValue());
  }

  @Test
  @Order(4)
  void thePanelOpensAFileOnARealDisplay() throws Exception {
    assertThat(screen().colours()).isEqualTo(1);
    Process started =
        debian().startAsUser(display(), "peerdeck-panel", CleanDebian.HOME + "/hello.yml");
    panel = started;
    await(() -> screen().colours() > DRAWN_COLOURS || !started.isAlive());
    assertThat(started.isAlive()).as(debian().output()).isTrue();
    awaitStill();
    screen().save(PICTURES.resolve("panel.png"));
    String entry = Files.readString(debian().path("/usr/share/applications/peerdeck.desktop"));
    assertThat(screen().windows())
        .as("the window belongs to its menu entry")
        .anyMatch(window -> entry.contains("\nStartupWMClass=" + window + "\n"));
    assertThat(debian().runAsUser(Map.of(), "peerdeck", "workflow", "list")).contains("hello");
  }

  @Test
  @Order(5)
  void anUpgradeStartsTheUsersServiceAgainAndLeavesThePanelOpen() throws Exception {
    debian().withSystemd("dpkg", "-i", "/tmp/peerdeck.deb");
    assertThat(debian().path("/tmp/systemctl.log"))
        .content()
        .contains("--user --machine 1000@ try-restart peerdeck.service");

    String other = debian().writeHome("other.yml", "name: p2p-workflow other\non: push\njobs: 1\n");
    handOver(other, "panel-second-file.png");
  }

  @Test
  @Order(6)
  void anInvitationIsShownByThePanelThatIsOpen() throws Exception {
    String invitation =
        Stream.of(debian().runAsUser(Map.of(), "peerdeck", "fleet", "invite").split("\\s+"))
            .filter(word -> word.startsWith("peerdeck:u"))
            .findFirst()
            .orElseThrow();
    handOver(invitation, "panel-invitation.png");

    Process open = java.util.Objects.requireNonNull(panel, "started before");
    open.destroy();
    assertThat(open.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /// A second start ends at once, and what it was given is seen in the panel of the first.
  private static void handOver(String given, String picture) throws Exception {
    BufferedImage first = screen().picture();
    assertThat(debian().runAsUser(display(), "peerdeck-panel", given))
        .contains("The panel that is open");
    await(() -> screen().different(first) > CHANGED_PIXELS);
    awaitStill();
    screen().save(PICTURES.resolve(picture));
  }

  @Test
  @Order(7)
  void itsFiguresAreNoted() throws Exception {
    String told = debian().runAsUser(Map.of(), "peerdeck", "bench", "start", "--json");
    List<Figure> figures = new ArrayList<>(JSON.readerForListOf(Figure.class).readValue(told));
    figures.add(new Figure("deb.size", Files.size(deb()) / MEGABYTE, "MB", DEB_MEGABYTES, null));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(INSTALLER.resolve("figures.json").toFile(), figures);
    figures.forEach(
        figure ->
            System.out.printf(
                "%s %.3f %s (at most %.1f)%n",
                figure.name(), figure.value(), figure.unit(), figure.target()));
    assertThat(figures).extracting(Figure::name).contains("panel.firstFrame", "node.ready");
    assertThat(figures.getLast().value()).isLessThanOrEqualTo(DEB_MEGABYTES);
  }

  @Test
  @Order(8)
  void purgingLeavesNothingButTheUsersData() throws Exception {
    debian().withSystemd("apt-get", "purge", "-y", "-q", "peerdeck");
    assertThat(debian().path("/tmp/systemctl.log"))
        .content()
        .endsWith("--user --machine 1000@ stop peerdeck.service\n");

    SortedSet<String> left = debian().files();
    left.removeAll(before);
    left.removeIf(file -> file.startsWith(DATA + "/") || DATA.startsWith(file));
    assertThat(left)
        .as("besides data and this test's own files, what Mesa keeps of any program that draws")
        .allMatch(file -> file.matches(CleanDebian.HOME + "/(hello.yml|other.yml|\\.cache.*)"));
    assertThat(debian().path(DATA + "/node.key")).exists();
    before.removeAll(debian().files());
    assertThat(before).as("nothing else went away").isEmpty();
  }

  @Test
  @Order(9)
  void purgingTakesTheDataAlongWhenTold() throws Exception {
    debian().run("dpkg", "-i", "/tmp/peerdeck.deb");
    debian().run("env", "PEERDECK_PURGE_DATA=yes", "apt-get", "purge", "-y", "-q", "peerdeck");
    assertThat(debian().path(DATA)).doesNotExist();
    assertThat(debian().path(CleanDebian.HOME + "/hello.yml")).exists();
  }

  private static Map<String, String> display() {
    return Map.of("DISPLAY", screen().display(), "JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
  }

  private static CleanDebian debian() {
    return java.util.Objects.requireNonNull(debian, "laid out before");
  }

  private static VirtualScreen screen() {
    return java.util.Objects.requireNonNull(screen, "started before");
  }

  private static Path deb() throws IOException {
    try (Stream<Path> files = Files.list(INSTALLER)) {
      return files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
    }
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(500)).until(condition);
  }

  /// Waits until two looks at the screen, a while apart, see the same.
  private static void awaitStill() {
    List<Long> seen = new ArrayList<>(List.of(-1L));
    await(
        () -> {
          seen.add(screen().colours());
          return seen.get(seen.size() - 2).equals(seen.getLast());
        });
  }

  private static void require(boolean met, String reason) {
    if (!met) {
      String told = "SKIPPED: installing the package into a clean Debian, " + reason;
      System.out.println(told);
      abort(told);
    }
  }
}
