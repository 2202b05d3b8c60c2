package io.peerdeck.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.blob.SourceArchive.Bounds;
import io.peerdeck.blob.SourceArchive.Form;
import io.peerdeck.blob.SourceArchive.Unpacked;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that were made to do harm; those git makes are tried where GitHub's runs are watched.
class SourceArchiveTest {
  private static final int BLOCK = 512;
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final Bounds SMALL = new Bounds(1 << 20, 100_000, 20);

  @TempDir private Path temporary;
  private Path folder;
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectories(temporary.resolve("in/side"));
    pax('g', "comment", SHA);
  }

  private void entry(char kind, String name, int mode, byte[] content) {
    byte[] head = new byte[BLOCK];
    put(head, 0, name);
    put(head, 100, "%07o".formatted(mode));
    put(head, 124, "%011o".formatted(content.length));
    head[156] = (byte) kind;
    put(head, 257, "ustar");
    Arrays.fill(head, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte each : head) {
      sum += each & 0xff;
    }
    put(head, 148, "%06o".formatted(sum) + "\0 ");
    tar.writeBytes(head);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, head, at, bytes.length);
  }

  private void file(String name, String content) {
    entry('0', name, 0644, content.getBytes(StandardCharsets.UTF_8));
  }

  private void pax(char kind, String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
    int length = bytes + String.valueOf(bytes + 3).length();
    entry(kind, "pax", 0644, (length + rest).getBytes(StandardCharsets.UTF_8));
  }

  private Unpacked unpack(Bounds bounds) throws IOException {
    tar.writeBytes(new byte[2 * BLOCK]);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(tar.toByteArray());
    }
    return unpack(packed.toByteArray(), Form.TAR_GZIP, bounds);
  }

  private Unpacked unpack(byte[] packed, Form form, Bounds bounds) throws IOException {
    return SourceArchive.unpack(new ByteArrayInputStream(packed), form, folder, 1, bounds);
  }

  private static byte[] zip(String name, int size) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.putNextEntry(new ZipEntry("top/"));
      zip.putNextEntry(new ZipEntry(name));
      zip.write(new byte[size]);
    }
    return packed.toByteArray();
  }

  private void refused(String why) {
    ThrowingCallable unpacking = () -> unpack(SMALL);
    assertThatThrownBy(unpacking).isInstanceOf(ArchiveException.class).hasMessageContaining(why);
    tar.reset();
  }

  @Test
  void filesFoldersAndLongNamesArriveAndLinksAreLeftOut() throws IOException {
    entry('5', "top/", 0755, new byte[0]);
    entry('5', "top/empty/", 0755, new byte[0]);
    file("top/a.txt", "a");
    entry('0', "top/bin/run", 0755, new byte[1000]);
    entry('2', "top/link", 0777, new byte[0]);
    String deep = "top/" + "ü".repeat(100) + "/" + "b".repeat(200);
    pax('x', "path", deep);
    file("short", "long");
    assertThat(unpack(SMALL)).isEqualTo(new Unpacked(3, 1005, 1, Optional.of(SHA)));
    assertThat(folder.resolve("a.txt")).hasContent("a");
    assertThat(folder.resolve("bin/run")).isExecutable();
    assertThat(Files.isExecutable(folder.resolve("a.txt"))).isFalse();
    assertThat(folder.resolve(deep.substring(4))).hasContent("long");
    assertThat(folder.resolve("empty")).isEmptyDirectory();
    assertThat(folder.resolve("link")).doesNotExist();
  }

  @Test
  void nothingIsWrittenOutsideOfItsFolder() throws IOException {
    for (String name :
        new String[] {
          "top/../../out",
          "/etc/out",
          "top//out",
          "top/./out",
          "..",
          "top/a/../../../out",
          "top\\..\\out"
        }) {
      file(name, "x");
      refused("is no place for a file");
    }
    pax('x', "path", "top/../../out");
    file("innocent", "x");
    refused("is no place for a file");
    entry('2', "top/door", 0777, new byte[0]);
    file("top/door/out", "x");
    unpack(SMALL);
    assertThat(folder.resolve("door/out")).as("a plain folder").hasContent("x");
    for (char kind : new char[] {'1', '3', '4', '6', 'S'}) {
      tar.reset();
      entry(kind, "top/odd" + kind, 0644, new byte[kind == 'S' ? 2000 : 0]);
      refused("no file");
    }
    tar.reset();
    file("top/.git/hooks/post-checkout", "x");
    file("top/.GIT/config", "x");
    assertThat(unpack(SMALL).files()).as("what belongs to git").isZero();
    try (var all = Files.walk(temporary)) {
      assertThat(all.filter(Files::isRegularFile).map(folder::relativize).map(Path::toString))
          .containsExactly("door/out");
    }
  }

  @Test
  void whatIsTooLargeCutOffOrOfAnotherCommitIsRefused() {
    entry('0', "top/bomb", 0644, new byte[100_001]);
    refused("unpacked");
    for (int i = 0; i < 21; i++) {
      file("top/" + i, "");
    }
    refused("more than 20 files and folders");
    file("top/twice", "a");
    file("top/twice", "b");
    refused("a file twice");
    entry('0', "top/cut", 0644, new byte[3 * BLOCK]);
    byte[] cut = Arrays.copyOf(tar.toByteArray(), 2 * BLOCK);
    assertThatThrownBy(() -> unpack(cut, Form.TAR, SMALL))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("cut off");
    tar.reset();
    tar.writeBytes(
        "no tar at all, but long enough for one".repeat(20).getBytes(StandardCharsets.UTF_8));
    refused("no archive");
    file("top/fine", "a");
    assertThatThrownBy(() -> unpack(new Bounds(50, 100_000, 20)))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("packed");
    tar.reset();
    pax('x', "size", "99999999999999999999");
    file("top/a", "a");
    refused("damaged");
    entry('x', "pax", 0644, "999 path=top/x\n".getBytes(StandardCharsets.UTF_8));
    file("top/a", "a");
    refused("damaged");
    for (char kind : new char[] {'x', 'g', 'L'}) {
      entry(
          kind,
          "pax",
          0644,
          ("200000 path=" + "x".repeat(200_000)).getBytes(StandardCharsets.UTF_8));
      refused("longer than");
    }
  }

  @Test
  void zipsAreHeldAgainstTheSame() throws IOException {
    assertThat(unpack(zip("top/a.txt", 5), Form.ZIP, SMALL))
        .isEqualTo(new Unpacked(1, 5, 0, Optional.empty()));
    for (String name : new String[] {"top/../../out", "/etc/out", "top\\..\\out"}) {
      assertThatThrownBy(() -> unpack(zip(name, 1), Form.ZIP, SMALL))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("is no place for a file");
    }
    assertThatThrownBy(() -> unpack(zip("top/bomb", 100_001), Form.ZIP, SMALL))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("unpacked");
    byte[] cut = Arrays.copyOf(zip("top/cut", 1000), 100);
    assertThatThrownBy(() -> unpack(cut, Form.ZIP, SMALL))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void whatDoesNotComeIsNoFaultOfTheArchive() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line is cut");
          }
        };
    for (Form form : Form.values()) {
      assertThatThrownBy(() -> SourceArchive.unpack(broken, form, folder, 1, SMALL))
          .isInstanceOf(IOException.class)
          .hasMessage("the line is cut");
    }
  }
}
