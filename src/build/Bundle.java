import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javafx.css.Stylesheet;

/// What lies between jlink, jpackage and a package ready to be installed; the installer profile
/// calls the steps one after the other.
///
/// - `clean FOLDER` removes what an earlier build left
/// - `input LIB INPUT` copies the jars, without what this platform has no use for
/// - `natives JAVAFX RUNTIME` puts JavaFX's native libraries where the runtime finds them
/// - `caches IMAGE TIME` puts the launchers into the image and makes the ahead-of-time caches, of
///   the panel and of commands, by rehearsals
public final class Bundle {
  private static final String SQLITE_NATIVES = "org/sqlite/native/";
  private static final Set<Object> ASKED_FOR =
      Set.of(
          Attributes.Name.MANIFEST_VERSION,
          Attributes.Name.MULTI_RELEASE,
          Attributes.Name.SPECIFICATION_TITLE,
          Attributes.Name.SPECIFICATION_VERSION,
          Attributes.Name.IMPLEMENTATION_TITLE,
          Attributes.Name.IMPLEMENTATION_VERSION);
  private static final int REHEARSAL_MINUTES = 8;
  private static final Path LAUNCHER = Path.of("jpackage/linux/launcher");
  private static final Path COMMAND = Path.of("jpackage/linux/command.args");
  private static final CopyOption[] COPY = {
    StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES
  };

  private Bundle() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "clean" -> delete(Path.of(args[1]));
      case "input" -> input(Path.of(args[1]), Path.of(args[2]));
      case "natives" -> natives(Path.of(args[1]), Path.of(args[2]));
      case "caches" -> caches(Path.of(args[1]), Instant.parse(args[2]));
      default -> throw new IllegalArgumentException("no step " + args[0]);
    }
  }

  private static void input(Path lib, Path input) throws IOException {
    Files.createDirectories(input);
    for (Path jar : files(lib, ".jar")) {
      Path copy = input.resolve(jar.getFileName());
      Files.copy(jar, copy);
      String name = jar.getFileName().toString();
      if (name.startsWith("sqlite-jdbc")) {
        // SQLite's own loader would unpack its library into a temporary folder at every start.
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
          for (Path library : files(zip.getPath(SQLITE_NATIVES + platform()), "")) {
            Files.copy(library, input.resolve(library.getFileName().toString()));
          }
          delete(zip.getPath(SQLITE_NATIVES));
        }
      } else if (name.startsWith("bcprov")) {
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
          withPlainCiphers(zip);
        }
      } else if (name.startsWith("picocli")) {
        StackMaps.add(copy);
      } else if (name.startsWith("peerdeck-")) {
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
          withBinaryStyles(zip.getPath("/io/peerdeck/panel"));
        }
      }
      if (!name.startsWith("peerdeck-")) {
        withShortManifest(copy);
      }
    }
  }

  /// Leaves of a library's manifest what the class path and packages are asked for. All of them are
  /// parsed before the program's first line, for the cache holds classes of every library: 25 ms.
  private static void withShortManifest(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path file = zip.getPath("META-INF/MANIFEST.MF");
      if (Files.exists(file)) {
        Manifest manifest;
        try (InputStream in = Files.newInputStream(file)) {
          manifest = new Manifest(in);
        }
        manifest.getEntries().clear();
        manifest.getMainAttributes().keySet().retainAll(ASKED_FOR);
        try (OutputStream out = Files.newOutputStream(file)) {
          manifest.write(out);
        }
      }
    }
  }

  /// Leaves what is called by its own name: no provider for Java's security framework, which is two
  /// thirds of the jar's names, all of them read when it is opened. No signature either, since
  /// classes of signed jars are not taken into the cache.
  private static void withPlainCiphers(FileSystem jar) throws IOException {
    for (String folder : List.of("jcajce", "jce", "pqc")) {
      delete(jar.getPath("org/bouncycastle", folder));
    }
    delete(jar.getPath("META-INF/versions"));
    for (Path file : files(jar.getPath("META-INF"), "")) {
      if (file.toString().matches(".*\\.(SF|RSA|DSA|EC)")) {
        Files.delete(file);
      }
    }
  }

  /// This platform as SQLite's jar calls it.
  private static String platform() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return (system.startsWith("Win") ? "Windows" : system.startsWith("Mac") ? "Mac" : "Linux")
        + "/"
        + processor;
  }

  /// JavaFX takes `x.bss`, which is read several times as fast, before `x.css`.
  private static void withBinaryStyles(Path folder) throws IOException {
    Path work = Files.createTempDirectory("peerdeck-styles");
    for (Path style : files(folder, ".css")) {
      Path text = Files.copy(style, work.resolve(style.getFileName().toString()));
      Path binary = work.resolve("style.bss");
      Stylesheet.convertToBinary(text.toFile(), binary.toFile());
      String name = style.getFileName().toString().replaceFirst("\\.css$", ".bss");
      Path copy = Files.copy(binary, folder.resolve(name));
      Files.setLastModifiedTime(copy, Files.getLastModifiedTime(style));
    }
    delete(work);
  }

  private static void natives(Path javafx, Path runtime) throws IOException {
    for (Path jar : files(javafx, ".jar")) {
      try (FileSystem zip = FileSystems.newFileSystem(jar)) {
        for (Path library : files(zip.getPath("/"), ".so")) {
          Files.copy(library, runtime.resolve("lib").resolve(library.getFileName().toString()));
        }
      }
    }
  }

  /// The virtual machine accepts a cache only with the jars and the runtime it was made with, by
  /// name, size and time of change: the times are set before, to what the package will carry.
  private static void caches(Path image, Instant time) throws Exception {
    Path app = image.resolve("lib/app");
    Files.copy(COMMAND, app.resolve(COMMAND.getFileName()), COPY);
    List<Path> settings = files(app, ".cfg");
    for (Path launcher : settings) {
      launcher(image, launcher, "", "");
    }
    Files.copy(
        image.resolve("lib/runtime/bin/java"), image.resolve("lib/runtime/bin/peerdeck"), COPY);
    setTimes(image, time);
    rehearse(image, app.resolve("peerdeck.aot"), List.of());
    rehearse(image, app.resolve("peerdeck-client.aot"), List.of("--commands"));
    for (Path launcher : settings) {
      launcher(image, launcher, use("peerdeck.aot"), use("peerdeck-client.aot"));
      Files.delete(launcher);
    }
    Files.delete(image.resolve("lib/libapplauncher.so"));
  }

  private static String use(String cache) {
    return "\"-XX:AOTCache=$APPDIR/" + cache + "\"";
  }

  private static void rehearse(Path image, Path cache, List<String> options) throws Exception {
    Path work = Files.createTempDirectory("peerdeck-rehearsal");
    String name = cache.getFileName().toString().replaceFirst("\\.aot$", "");
    Path log = image.resolveSibling(name + "-rehearsal.log");
    List<String> command =
        new ArrayList<>(List.of(image.resolve("bin/peerdeck").toString(), "rehearse"));
    command.addAll(options);
    command.add(work.toString());
    ProcessBuilder rehearsal =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = rehearsal.environment();
    environment.keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "PEERDECK_HOME"));
    environment.put("JAVA_TOOL_OPTIONS", "-XX:AOTCacheOutput=" + cache);
    Process process = rehearsal.start();
    boolean ended = process.waitFor(REHEARSAL_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0 || !Files.exists(cache)) {
      throw new IOException("The rehearsal failed, see " + log);
    }
    delete(work);
    System.out.printf("%s: %.1f MB%n", cache.getFileName(), Files.size(cache) / 1e6);
  }

  /// Replaces the launcher that jpackage made by one that does what its settings say.
  ///
  /// @param cache the option that names the panel's cache, quoted for the shell, or nothing
  /// @param commandCache the same of the commands' cache
  private static void launcher(Path image, Path settings, String cache, String commandCache)
      throws IOException {
    String name = settings.getFileName().toString().replaceFirst("\\.cfg$", "");
    List<String> lines = Files.readAllLines(settings);
    String options = String.join("\" \"", values(lines, "java-options"));
    String text =
        Files.readString(LAUNCHER)
            .replace("@CACHE@", cache)
            .replace("@COMMAND_CACHE@", commandCache)
            .replace("@OPTIONS@", "\"" + options + "\"")
            .replace("@NAME@", name)
            .replace("@CLASSPATH@", String.join(":", values(lines, "app.classpath")))
            .replace("@MAIN@", values(lines, "app.mainclass").getFirst());
    Path script = image.resolve("bin").resolve(name);
    Files.delete(script);
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<String> values(List<String> settings, String key) {
    return settings.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static void setTimes(Path tree, Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
