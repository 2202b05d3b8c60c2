import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes the Debian package from the application image: `Deb IMAGE VERSION TIME OUT`. Every file
/// that the package brings, also outside its own folder, is listed in it, so that dpkg removes what
/// it installed; its scripts see to the users' services, and to their data where told.
public final class Deb {
  private static final int DEADLINE_MINUTES = 10;
  private static final Path SOURCE = Path.of("jpackage/linux");

  private final Path image;
  private final String version;
  private final ZonedDateTime time;
  private final Path root;

  private Deb(Path image, String version, ZonedDateTime time, Path root) {
    this.image = image;
    this.version = version;
    this.time = time;
    this.root = root;
  }

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[3]);
    Path root = out.resolve("deb");
    Deb deb = new Deb(Path.of(args[0]), args[1], ZonedDateTime.parse(args[2]), root);
    deb.tree();
    deb.manual();
    deb.control();
    Path file = out.resolve("peerdeck_" + args[1] + "_amd64.deb");
    run(
        List.of(
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "--build",
            root.toString(),
            file.toString()));
    System.out.printf("%s: %.1f MB%n", file, Files.size(file) / 1e6);
  }

  private void tree() throws Exception {
    run(List.of("cp", "-a", image.toString(), make("usr/lib/peerdeck").toString()));
    for (String launcher : List.of("peerdeck", "peerdeck-panel")) {
      Path link = make("usr/bin/" + launcher);
      Files.createSymbolicLink(link, Path.of("../lib/peerdeck/bin", launcher));
    }
    for (String entry : List.of("peerdeck.desktop", "peerdeck-link.desktop")) {
      Files.copy(SOURCE.resolve(entry), make("usr/share/applications/" + entry));
    }
    Files.copy(SOURCE.resolve("peerdeck.service"), make("usr/lib/systemd/user/peerdeck.service"));
    for (int size : List.of(16, 32, 48, 64, 128, 256, 512)) {
      String place = "usr/share/icons/hicolor/%1$dx%1$d/apps/peerdeck.png".formatted(size);
      Files.copy(Path.of("icons", "peerdeck-" + size + ".png"), make(place));
    }
    Files.copy(
        Path.of("icons/peerdeck.svg"), make("usr/share/icons/hicolor/scalable/apps/peerdeck.svg"));
    Path doc = image.resolve("lib/doc");
    Files.copy(doc.resolve("LICENCES.txt"), make("usr/share/doc/peerdeck/copyright"));
    for (String paper : List.of("peerdeck.cdx.json", "LICENSE")) {
      Files.copy(doc.resolve(paper), make("usr/share/doc/peerdeck/" + paper));
    }
    Files.copy(SOURCE.resolve("README.Debian"), make("usr/share/doc/peerdeck/README.Debian"));
    Files.writeString(
        make("usr/share/metainfo/io.peerdeck.peerdeck.metainfo.xml"),
        filled(SOURCE.resolve("peerdeck.metainfo.xml")));
  }

  /// What the program says of itself, for `man` and the shell, and what dpkg wants said of a version.
  private void manual() throws Exception {
    String completion = said("completion");
    Files.writeString(
        make("usr/share/bash-completion/completions/peerdeck"),
        completion.substring(completion.indexOf('\n') + 1)); // the shell reads it, nobody starts it
    packed("usr/share/man/man1/peerdeck.1", said("completion", "--manual"));
    Files.createSymbolicLink(
        make("usr/share/man/man1/peerdeck-panel.1.gz"), Path.of("peerdeck.1.gz"));
    String maintainer =
        Files.readAllLines(SOURCE.resolve("control")).stream()
            .filter(line -> line.startsWith("Maintainer: "))
            .findFirst()
            .orElseThrow()
            .substring("Maintainer: ".length());
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time).replace("GMT", "+0000");
    packed(
        "usr/share/doc/peerdeck/changelog",
        "peerdeck (%s) unstable; urgency=medium%n%n  * This version.%n%n -- %s  %s%n"
            .formatted(version, maintainer, date));
  }

  private String said(String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(image.resolve("bin/peerdeck").toString()));
    line.addAll(List.of(command));
    Path said = Files.createTempFile("peerdeck", ".txt");
    run(new ProcessBuilder(line).redirectOutput(said.toFile()));
    String text = Files.readString(said);
    Files.delete(said);
    return text;
  }

  private void packed(String place, String text) throws Exception {
    Path file = Files.writeString(make(place), text);
    run(List.of("gzip", "-9n", file.toString()));
  }

  private String filled(Path source) throws IOException {
    return Files.readString(source)
        .replace("@VERSION@", version)
        .replace("@DATE@", time.toLocalDate().toString())
        .replace("@KILOBYTES@", Long.toString(bytes() / 1024));
  }

  private void control() throws Exception {
    String control = filled(SOURCE.resolve("control"));
    StringBuilder sums = new StringBuilder();
    for (Path file : regularFiles()) {
      sums.append(md5(file)).append("  ").append(root.relativize(file)).append('\n');
    }
    Files.writeString(make("DEBIAN/control"), control);
    Files.writeString(make("DEBIAN/md5sums"), sums);
    for (String name : List.of("prerm", "postinst", "postrm")) {
      Path script = Files.copy(SOURCE.resolve(name), make("DEBIAN/" + name));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    run(List.of("chmod", "-R", "u=rwX,go=rX", root.toString()));
  }

  private Path make(String place) throws IOException {
    Path file = root.resolve(place);
    Files.createDirectories(file.getParent());
    return file;
  }

  private long bytes() throws IOException {
    long sum = 0;
    for (Path file : regularFiles()) {
      sum += Files.size(file);
    }
    return sum;
  }

  private List<Path> regularFiles() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(f -> Files.isRegularFile(f) && !Files.isSymbolicLink(f)).sorted().toList();
    }
  }

  private static String md5(Path file) throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), md5)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(md5.digest());
  }

  private static void run(List<String> command) throws Exception {
    run(new ProcessBuilder(command).redirectOutput(Redirect.INHERIT));
  }

  private static void run(ProcessBuilder builder) throws Exception {
    String command = String.join(" ", builder.command());
    Process process = builder.redirectError(Redirect.INHERIT).start();
    if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
  }
}
