package io.peerdeck.multiformats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The protobuf nodes that UnixFS files and folders are made of. Links come before data, each field
/// once, in the order of its number, each link with name or without, with its size; nothing else is
/// read.
///
/// @see <a href="https://ipld.io/specs/codecs/dag-pb/spec/">DAG-PB</a>
public final class DagPb {
  private static final int MAX_NAME = 4096;

  private DagPb() {}

  /// A node.
  ///
  /// @param links its children, in the order they are written
  /// @param data its own bytes; not copied
  public record Node(List<Link> links, Optional<byte[]> data) {
    /// Copies the list.
    public Node {
      links = List.copyOf(links);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Node that
          && links.equals(that.links)
          && data.isPresent() == that.data.isPresent()
          && Arrays.equals(data.orElse(new byte[0]), that.data.orElse(new byte[0]));
    }

    @Override
    public int hashCode() {
      return links.hashCode() * 31 + Arrays.hashCode(data.orElse(new byte[0]));
    }
  }

  /// A child.
  ///
  /// @param cid which block
  /// @param name its name in a folder; empty text in a file
  /// @param size bytes of all blocks below, its own included
  public record Link(Cid cid, Optional<String> name, long size) {}

  /// The block of a node.
  ///
  /// @param node written as it is; whoever needs sorted links sorts them
  public static byte[] encode(Node node) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Link link : node.links()) {
      ByteArrayOutputStream inner = new ByteArrayOutputStream();
      field(0x0a, link.cid().bytes(), inner);
      link.name().ifPresent(name -> field(0x12, name.getBytes(StandardCharsets.UTF_8), inner));
      inner.write(0x18);
      inner.writeBytes(Varint.encode(link.size()));
      field(0x12, inner.toByteArray(), out);
    }
    node.data().ifPresent(data -> field(0x0a, data, out));
    return out.toByteArray();
  }

  /// The node of a block.
  ///
  /// @param block all of it
  /// @throws MultiformatException if it is not canonical
  public static Node decode(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block);
    List<Link> links = new ArrayList<>();
    Optional<byte[]> data = Optional.empty();
    while (in.hasRemaining()) {
      long tag = Varint.read(in);
      if (data.isPresent()) {
        throw new MultiformatException("DAG-PB: a field follows the data");
      }
      if (tag == 0x12) {
        links.add(link(ByteBuffer.wrap(take(in))));
      } else if (tag == 0x0a) {
        data = Optional.of(take(in));
      } else {
        throw new MultiformatException("DAG-PB: unknown field tag " + tag);
      }
    }
    return new Node(links, data);
  }

  private static Link link(ByteBuffer in) {
    expect(in, 0x0a, "hash");
    Cid cid = Cid.decode(take(in));
    Optional<String> name = Optional.empty();
    if (in.hasRemaining() && in.get(in.position()) == 0x12) {
      in.get();
      name = Optional.of(name(take(in)));
    }
    expect(in, 0x18, "size");
    long size = Varint.read(in);
    if (in.hasRemaining()) {
      throw new MultiformatException("DAG-PB: a link has more than hash, name and size");
    }
    return new Link(cid, name, size);
  }

  private static String name(byte[] utf8) {
    if (utf8.length > MAX_NAME) {
      throw new MultiformatException("DAG-PB: a link's name has more than " + MAX_NAME + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MultiformatException("DAG-PB: a link's name is not UTF-8", e);
    }
  }

  private static void expect(ByteBuffer in, int tag, String what) {
    if (!in.hasRemaining() || in.get() != tag) {
      throw new MultiformatException("DAG-PB: a link has no " + what + " where it belongs");
    }
  }

  private static byte[] take(ByteBuffer in) {
    long length = Varint.read(in);
    if (length > in.remaining()) {
      throw new MultiformatException(
          "DAG-PB: length "
              + length
              + " is more than the "
              + in.remaining()
              + " bytes that follow");
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static void field(int tag, byte[] value, ByteArrayOutputStream out) {
    out.write(tag);
    out.writeBytes(Varint.encode(value.length));
    out.writeBytes(value);
  }
}
