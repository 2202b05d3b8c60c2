package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What jpackage is given, for the systems it cannot be run for here too.
final class InstallerFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ""));
  private static final Path FOLDER = ROOT.resolve("jpackage");
  private static final Pattern FILE = Pattern.compile("(?:icons|jpackage)/[\\w./-]+|LICENSE");

  @Test
  void everyFileAnInstallerNamesExists() throws IOException {
    for (String arguments : List.of("linux/image.args", "windows/msi.args", "macos/dmg.args")) {
      String text = Files.readString(FOLDER.resolve(arguments));
      assertThat(text).contains("--type", "--name", "--icon", "--add-launcher");
      assertThat(named(text)).as(arguments).isNotEmpty().allMatch(Files::isRegularFile);
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path launcher : files.filter(f -> f.toString().endsWith(".properties")).toList()) {
        assertThat(named(Files.readString(launcher))).allMatch(Files::isRegularFile);
      }
    }
  }

  @Test
  void theInstallersAreOfTheVersionThatIsBuilt() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>peerdeck</artifactId>\\s*<version>([^<]+)<")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(Files.readString(FOLDER.resolve("common.args")))
        .contains("--app-version " + version.group(1))
        .contains("--main-jar peerdeck-" + version.group(1) + ".jar")
        .contains("--main-class " + Main.class.getName());
  }

  @Test
  void everyOptionIsOneThatJpackageHasOnThatSystem() throws IOException {
    Map<String, Set<String>> files =
        Map.of(
            "common.args",
            Set.of(),
            "windows/msi.args",
            Set.of(
                "win-per-user-install",
                "win-menu",
                "win-menu-group",
                "win-shortcut-prompt",
                "win-upgrade-uuid"),
            "macos/dmg.args",
            Set.of("mac-package-identifier", "mac-package-name", "mac-app-category"));
    String help = jpackageHelp();
    for (Map.Entry<String, Set<String>> file : files.entrySet()) {
      for (String line : Files.readAllLines(FOLDER.resolve(file.getKey()))) {
        String option = line.split(" ")[0].substring("--".length());
        boolean ofThatSystem = file.getValue().contains(option);
        assertThat(ofThatSystem || help.contains("--" + option + " ")).as(line).isTrue();
      }
    }
  }

  /// Its macOS part refuses 0 in front, and puts `public.app-category.` before the category.
  @Test
  void macOsIsGivenAVersionAndACategoryInItsForm() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Matcher version = Pattern.compile("<version>(\\d+)([^<]+)<").matcher(pom);
    assertThat(version.find()).isTrue();
    assertThat(version.group(1)).as("otherwise the .dmg may have the project's").isEqualTo("0");
    assertThat(Files.readAllLines(FOLDER.resolve("macos/dmg.args")))
        .contains("--app-version 1" + version.group(2), "--mac-app-category developer-tools");
  }

  private static String jpackageHelp() {
    return told("jpackage", "--help");
  }

  private static String told(String tool, String... arguments) {
    StringWriter told = new StringWriter();
    PrintWriter out = new PrintWriter(told);
    assertThat(ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments))
        .as(told.toString())
        .isZero();
    return told.toString();
  }

  @Test
  void theRuntimeHasTheModulesThatTheProgramNeedsAndNoOthers() throws Exception {
    Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jars = Path.of(System.getProperty("peerdeck.build", "target"), "app/lib");
    List<String> arguments =
        new ArrayList<>(List.of("-summary", "--multi-release", "25", "--ignore-missing-deps"));
    arguments.addAll(List.of("--module-path", jars.resolve("javafx").toString(), own.toString()));
    try (Stream<Path> files = Files.list(jars)) {
      files
          .map(Path::toString)
          .filter(jar -> jar.endsWith(".jar") && !jar.contains("/peerdeck-"))
          .forEach(arguments::add);
    }
    Set<String> needed = new TreeSet<>();
    Matcher arrow =
        Pattern.compile("-> (javafx\\.controls|(?:java|jdk)\\.\\S+)")
            .matcher(told("jdeps", arguments.toArray(String[]::new)));
    while (arrow.find()) {
      needed.add(arrow.group(1));
    }
    // Annotations that only a compiler reads, and Netty's events for a recorder that it does
    // without.
    needed.removeAll(Set.of("java.compiler", "jdk.jfr"));
    needed.remove("java.desktop"); // comes with JavaFX
    Matcher given =
        Pattern.compile("<runtime.modules>(.+)</runtime.modules>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(given.find()).isTrue();
    assertThat(given.group(1).split(",")).containsExactlyInAnyOrderElementsOf(needed);
  }

  @Test
  void whatIsNotBuiltHereIsDocumentedAsThat() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("README.md")))
        .contains("Not built here", "windows/msi.args", "macos/dmg.args", "They have not been run");
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("Windows and macOS are prepared, not built here");
  }

  @Test
  void theIconIsThereInEverySizeDesktopsAskFor() throws IOException {
    assertThat(ROOT.resolve("icons/peerdeck.svg")).content().contains("<svg");
    for (int size : List.of(16, 32, 48, 64, 128, 256, 512)) {
      Path file = ROOT.resolve("icons/peerdeck-" + size + ".png");
      BufferedImage image =
          Optional.ofNullable(ImageIO.read(file.toFile())).orElseThrow(AssertionError::new);
      assertThat(List.of(image.getWidth(), image.getHeight())).containsOnly(size);
    }
    assertThat(Files.readAllBytes(ROOT.resolve("icons/peerdeck.ico"))).startsWith(0, 0, 1, 0);
    assertThat(Files.readAllBytes(ROOT.resolve("icons/peerdeck.icns")))
        .startsWith('i', 'c', 'n', 's');
  }

  @Test
  void everyIconIsTheDrawingOfTheOneSource(@TempDir Path drawn) throws Exception {
    Files.copy(ROOT.resolve("icons/peerdeck.svg"), drawn.resolve("peerdeck.svg"));
    Process drawing =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "src/build/Icons.java",
                drawn.toString())
            .inheritIO()
            .start();
    assertThat(drawing.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(drawing.exitValue()).isZero();
    try (Stream<Path> icons = Files.list(ROOT.resolve("icons"))) {
      for (Path icon : icons.toList()) {
        assertThat(drawn.resolve(icon.getFileName())).hasSameBinaryContentAs(icon);
      }
    }
  }

  private static List<Path> named(String text) {
    return FILE.matcher(text).results().map(found -> ROOT.resolve(found.group())).toList();
  }
}
