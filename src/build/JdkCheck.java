import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Says in one sentence what to install when no JDK of the wanted version is on this machine. Runs on Java 11 or newer. */
public class JdkCheck {
  public static void main(String[] args) throws IOException {
    int wanted = Integer.parseInt(args[0]);
    if (homes().stream().anyMatch(home -> version(home) >= wanted)) {
      return;
    }
    System.err.println(
        "Peerdeck is built with JDK "
            + wanted
            + " or newer and none was found here: install one (for example Eclipse Temurin "
            + wanted
            + ", package temurin-"
            + wanted
            + "-jdk) or set JAVA_HOME to one, then run the same command again.");
    System.exit(1);
  }

  /** The places the Maven toolchains plugin looks in. */
  private static List<Path> homes() throws IOException {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    System.getenv().forEach((name, value) -> {
      if (name.startsWith("JAVA") && name.contains("HOME") && !value.isEmpty()) {
        homes.add(Path.of(value));
      }
    });
    String user = System.getProperty("user.home");
    for (String folder :
        List.of(
            "/usr/lib/jvm", "/usr/java", "/opt/java", "/opt/jdk", "/Library/Java/JavaVirtualMachines",
            user + "/.sdkman/candidates/java", user + "/.jdks", user + "/.jdk", user + "/.m2/jdks",
            user + "/.gradle/jdks", user + "/.jenv/versions", user + "/.jbang/cache/jdks", user + "/.asdf/installs/java",
            user + "/Library/Java/JavaVirtualMachines", "C:/Program Files/Java", "C:/Program Files/Eclipse Adoptium")) {
      if (Files.isDirectory(Path.of(folder))) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
          entries.forEach(homes::add);
        }
      }
    }
    return homes;
  }

  private static int version(Path home) {
    return Stream.of(home, home.resolve("Contents/Home"))
        .filter(root -> Files.exists(root.resolve("release")) && compiler(root))
        .mapToInt(JdkCheck::feature)
        .max()
        .orElse(0);
  }

  private static boolean compiler(Path root) {
    return Files.exists(root.resolve("bin/javac")) || Files.exists(root.resolve("bin/javac.exe"));
  }

  private static int feature(Path root) {
    Properties release = new Properties();
    try (var in = Files.newInputStream(root.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]")[0]);
  }
}
