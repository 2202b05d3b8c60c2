package io.peerdeck.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixFsTest {
  @TempDir Path temp;
  private BlobStore store;
  private UnixFs unixFs;

  @BeforeEach
  void open() {
    store = BlobStore.open(temp.resolve("blobs"));
    unixFs = new UnixFs(store);
  }

  /// The names that ipfs-unixfs-importer 17.1.1 gives with raw leaves of 1 MiB and 174 links.
  @ParameterizedTest
  @CsvSource({
    "0,bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "1,bafkreibybemlsrvfezsauqg7lxhnmulhstz5s655tzv3ku6qg7cehhzrym",
    "1048576,bafkreiajsi4oarjrfao7q2pmbqinefrkw5xfzxnvbzqhbjvzv7m7hemthm",
    "1048577,bafybeib3jrb4uxe4eu24clfmn726z5ksgatfggwt7pk4wbhf7ersdfxvpm",
    "3145733,bafybeigifxjihvmcn5xf5xvaavys7yitoxgqhzegpkhkmb4bkhqzoe7szm"
  })
  void namesFilesAsOthersDo(int bytes, String name) {
    Cid cid = unixFs.importFile(new SampleContent(bytes, 7));
    assertThat(cid).hasToString(name);
    assertThat(unixFs.readFile(cid, bytes)).isEqualTo(SampleContent.bytes(bytes, 7));
    assertThat(unixFs.size(cid)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"0", "1048576", "1048577"})
  void keepsAFinishedFileWhoseOwnNameGoes(int bytes) throws IOException {
    Path file = Files.write(temp.resolve("finished"), SampleContent.bytes(bytes, 7));
    Cid cid = unixFs.importFinished(file);
    Files.delete(file);
    assertThat(cid).isEqualTo(unixFs.importFile(new SampleContent(bytes, 7)));
    assertThat(unixFs.readFile(cid, bytes)).isEqualTo(SampleContent.bytes(bytes, 7));
    assertThat(temp.resolve("blobs/incoming")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "174,bafybeiehkrmqsoci5u5g4pzahfhb64hzyg4wtn62vjewazp5zjcngoifca",
    "175,bafybeiao7cvcysbrpzqeapfsl57objgfoug63mnx65ei62c3f2ozomrw6y"
  })
  void growsBalancedTreesAsOthersDo(int leaves, String name) throws IOException {
    Cid cid = unixFs.importFile(zeros((long) leaves << 20));
    assertThat(cid).hasToString(name);
    CountingSink sink = new CountingSink();
    unixFs.exportFile(cid, sink);
    assertThat(sink.count).isEqualTo((long) leaves << 20);
  }

  @Test
  @Tag("full")
  void growsASecondFullNodeAsOthersDo() throws IOException {
    growsBalancedTreesAsOthersDo(
        349, "bafybeibvfpelr6i3extlcrptgio5kzbe55l4nkp3zeofvq5a6gxmv3lz2e");
  }

  @Test
  void namesFoldersAsOthersDo() throws IOException {
    Path source = temp.resolve("source");
    write(source.resolve("b.txt"), "bee\n");
    write(source.resolve("a/ü.txt"), "u");
    write(source.resolve("a/z"), "");
    write(source.resolve("B"), "B");
    Cid cid = unixFs.importFolder(source, path -> true);
    assertThat(cid).hasToString("bafybeica6wfjethogois4wzxdfqi2bsdlnrasdwa6wbtwcjuoexm6pybla");
    assertThat(
            unixFs.importFiles(
                source,
                List.of(Path.of("B"), Path.of("a/z"), Path.of("a/ü.txt"), Path.of("b.txt"))))
        .isEqualTo(cid);
    assertThat(unixFs.list(cid)).extracting(UnixFsEntry::path).containsExactly("B", "a", "b.txt");
    assertThat(unixFs.files(cid))
        .extracting(UnixFsEntry::path)
        .containsExactly("B", "a/z", "a/ü.txt", "b.txt");
    assertThat(unixFs.size(cid)).isEqualTo(6);
    Path target = temp.resolve("target");
    assertThat(unixFs.exportFolder(cid, target)).hasSize(4).allMatch(Files::isRegularFile);
    assertThat(target.resolve("a/ü.txt")).hasContent("u");
    assertThat(unixFs.importFolder(target, path -> true)).isEqualTo(cid);
  }

  @Test
  void keepsExecutableFilesEmptyFoldersAndInnerLinks() throws IOException {
    Path source = temp.resolve("source");
    Path script = write(source.resolve("bin/x.sh"), "echo hi\n");
    assumeTrue(script.toFile().setExecutable(true));
    Files.createDirectories(source.resolve("empty"));
    Files.createSymbolicLink(source.resolve("bin/link"), Path.of("../bin/x.sh"));
    Cid cid = unixFs.importFolder(source, path -> true);
    assertThat(unixFs.list(unixFs.list(cid).getFirst().cid()).get(1).cid())
        .as("the name other importers give to this file with mode 0755")
        .hasToString("bafybeihyfopidmday3j2exu6vmu4qaadvmefzolho6vdmo7ilijhdclu2e");
    Path target = temp.resolve("target");
    unixFs.exportFolder(cid, target);
    assertThat(target.resolve("bin/x.sh")).isExecutable().hasContent("echo hi\n");
    assertThat(target.resolve("empty")).isEmptyDirectory();
    assertThat(target.resolve("bin/link")).isSymbolicLink().hasContent("echo hi\n");
    assertThat(unixFs.importFolder(target, path -> true)).isEqualTo(cid);
  }

  @Test
  void leavesOutWhatTheFilterLeavesOut() throws IOException {
    Path source = temp.resolve("source");
    write(source.resolve("keep/a"), "a");
    write(source.resolve(".git/config"), "c");
    Cid cid = unixFs.importFolder(source, path -> !path.startsWith(".git"));
    assertThat(unixFs.files(cid)).extracting(UnixFsEntry::path).containsExactly("keep/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../outside", "a/../../outside", "a/b/../x", "..", ""})
  void refusesLinksThatLeadOut(String target) throws IOException {
    Cid link = node(UnixFsNode.symlink(target.getBytes(UTF_8)), List.of());
    Cid folder = folder(entry("link", link));
    Path out = temp.resolve("out");
    assertThatThrownBy(() -> unixFs.exportFolder(folder, out)).hasMessageContaining("outside");
    assertThat(Files.exists(out.resolve("link"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
        .isFalse();
    if (!target.isEmpty()) {
      Path source = Files.createDirectories(temp.resolve("source"));
      Files.createSymbolicLink(source.resolve("link"), Path.of(target));
      assertThatThrownBy(() -> unixFs.importFolder(source, path -> true))
          .hasMessageContaining("outside");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/etc", "a/b", "../x", "a\\b", "a\0b"})
  void refusesNamesThatAreNotPlain(String name) {
    Cid folder = folder(entry(name, store.put(new byte[] {1}, Cid.RAW)));
    assertThatThrownBy(() -> unixFs.exportFolder(folder, temp.resolve("out")))
        .hasMessageContaining("no name");
    assertThatThrownBy(() -> unixFs.list(folder)).hasMessageContaining("no name");
  }

  @Test
  void neverWritesThroughALinkThatIsInTheWay() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    write(outside.resolve("file"), "untouched");
    Path target = Files.createDirectories(temp.resolve("target"));
    Files.createSymbolicLink(target.resolve("dir"), outside);
    Files.createSymbolicLink(target.resolve("file"), outside.resolve("file"));
    Cid leaf = store.put("new".getBytes(UTF_8), Cid.RAW);
    Cid root = folder(entry("dir", folder(entry("file", leaf))), entry("file", leaf));
    unixFs.exportFolder(root, target);
    assertThat(outside.resolve("file")).hasContent("untouched");
    assertThat(target.resolve("dir")).isDirectory();
    assertThat(Files.isSymbolicLink(target.resolve("dir"))).isFalse();
    assertThat(target.resolve("dir/file")).hasContent("new");
    assertThat(target.resolve("file")).hasContent("new");
  }

  @Test
  void aLinkOfTheExportCannotBeWrittenThrough() throws IOException {
    Cid link = node(UnixFsNode.symlink("dir".getBytes(UTF_8)), List.of());
    Cid leaf = store.put("x".getBytes(UTF_8), Cid.RAW);
    Cid root =
        folder(entry("a", link), entry("a", folder(entry("f", leaf))), entry("dir", folder()));
    assertThatThrownBy(() -> unixFs.exportFolder(root, temp.resolve("out")))
        .hasMessageContaining("two entries");
    try (Stream<Path> files = Files.list(temp.resolve("out/dir"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void refusesTwoEntriesOfOneName() {
    Cid leaf = store.put(new byte[] {1}, Cid.RAW);
    Cid twice = folder(entry("a", leaf), entry("a", leaf));
    assertThatThrownBy(() -> unixFs.exportFolder(twice, temp.resolve("one")))
        .hasMessageContaining("two entries");
    Cid folders = folder(entry("a", folder()), entry("a", folder()));
    assertThatThrownBy(() -> unixFs.exportFolder(folders, temp.resolve("two")))
        .hasMessageContaining("two entries");
  }

  @Test
  void aSmallDagThatUnfoldsEndlesslyIsRefused() {
    Cid cid = folder();
    for (int i = 0; i < 40; i++) {
      cid = folder(entry("a", cid), entry("b", cid));
    }
    Cid bomb = cid;
    assertThat(unixFs.missing(bomb)).isEmpty();
    assertThatThrownBy(() -> new UnixFs(store, 1000).files(bomb)).hasMessageContaining("entries");
    FolderExport export = new FolderExport(store, temp.resolve("out"), 1000, 1000);
    assertThatThrownBy(() -> export.run(bomb)).hasMessageContaining("more entries than allowed");
    Cid leaf = store.put(new byte[1 << 10], Cid.RAW);
    for (int i = 0; i < 6; i++) {
      Cid child = leaf;
      long size = 1L << (10 + 4 * i);
      leaf =
          node(
              UnixFsNode.file(Collections.nCopies(16, size), 0),
              Collections.nCopies(16, new DagPb.Link(child, Optional.of(""), size)));
    }
    Cid fileBomb = leaf;
    assertThatThrownBy(() -> unixFs.readFile(fileBomb, 1 << 20))
        .hasMessageContaining("larger than allowed");
  }

  @Test
  void refusesFilesWhosePartsAreNotAsLongAsTold() {
    Cid leaf = store.put(new byte[10], Cid.RAW);
    Cid liar =
        node(UnixFsNode.file(List.of(11L), 0), List.of(new DagPb.Link(leaf, Optional.of(""), 10)));
    assertThatThrownBy(() -> unixFs.readFile(liar, 100)).hasMessageContaining("10 bytes, not 11");
    Cid mute =
        node(UnixFsNode.file(List.of(), 0), List.of(new DagPb.Link(leaf, Optional.of(""), 10)));
    assertThatThrownBy(() -> unixFs.readFile(mute, 100)).hasMessageContaining("no file");
    assertThatThrownBy(() -> unixFs.readFile(folder(), 100)).hasMessageContaining("no file");
    assertThatThrownBy(() -> unixFs.exportFolder(leaf, temp.resolve("out")))
        .hasMessageContaining("no folder");
  }

  @Test
  void tellsWhatIsMissing() {
    byte[] held = {1};
    Cid absent = Cid.of(Cid.RAW, new byte[] {2});
    Cid root = folder(entry("a", store.put(held, Cid.RAW)), entry("b", absent));
    assertThat(unixFs.missing(root)).containsExactly(absent);
    assertThat(unixFs.holds(root)).isFalse();
    assertThat(unixFs.missing(absent)).containsExactly(absent);
    assertThatThrownBy(() -> unixFs.exportFolder(root, temp.resolve("out")))
        .hasMessageContaining("not held");
    store.put(absent, new byte[] {2});
    assertThat(unixFs.holds(root)).isTrue();
  }

  @Test
  void refusesPathsOutsideOfTheBase() {
    for (String path : List.of("/etc/passwd", "../x", "a/../b")) {
      assertThatThrownBy(() -> unixFs.importFiles(temp, List.of(Path.of(path))))
          .hasMessageContaining("plain path");
    }
  }

  private static DagPb.Link entry(String name, Cid cid) {
    return new DagPb.Link(cid, Optional.of(name), 1);
  }

  private Cid folder(DagPb.Link... links) {
    return node(UnixFsNode.DIRECTORY, Arrays.asList(links));
  }

  private Cid node(UnixFsNode data, List<DagPb.Link> links) {
    return store.put(DagPb.encode(new DagPb.Node(links, Optional.of(data.encode()))), Cid.DAG_PB);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, text);
  }

  private static InputStream zeros(long bytes) {
    return new InputStream() {
      private long left = bytes;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        int count = (int) Math.min(length, left);
        left -= count;
        Arrays.fill(target, offset, offset + count, (byte) 0);
        return count == 0 && length > 0 ? -1 : count;
      }
    };
  }

  private static final class CountingSink extends OutputStream {
    long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      count += length;
    }
  }
}
