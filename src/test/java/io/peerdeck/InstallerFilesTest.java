package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

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

  private static List<Path> named(String text) {
    return FILE.matcher(text).results().map(found -> ROOT.resolve(found.group())).toList();
  }
}
