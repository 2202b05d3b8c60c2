package io.peerdeck.multiformats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A network address that says what it is, such as `/ip4/192.0.2.1/tcp/4001/p2p/12D3Koo…`. Compared
/// by bytes.
///
/// @see <a href="https://github.com/multiformats/multiaddr">multiaddr</a>
public final class Multiaddr {
  /// The longest binary form, in bytes; the text is bounded by four times as many characters.
  public static final int MAX_BYTES = 1024;

  private static final int MAX_COMPONENTS = 16;
  private static final Set<Protocol> HOSTS =
      EnumSet.of(
          Protocol.IP4, Protocol.IP6, Protocol.DNS, Protocol.DNS4, Protocol.DNS6, Protocol.DNSADDR);

  private final List<Component> components;
  private final byte[] bytes;
  private final int peerLength;

  /// One part.
  ///
  /// @param protocol its kind
  /// @param value its value as text; empty where the kind has none
  public record Component(Protocol protocol, String value) {}

  private Multiaddr(List<Component> components) {
    checkParts(components.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Component> canonical = new ArrayList<>(components.size());
    int last = 0;
    for (Component part : components) {
      byte[] value = ProtocolValue.encode(part.protocol(), part.value());
      canonical.add(new Component(part.protocol(), ProtocolValue.decode(part.protocol(), value)));
      out.writeBytes(Varint.encode(part.protocol().code()));
      if (part.protocol().size == Protocol.VARIABLE) {
        out.writeBytes(Varint.encode(value.length));
      }
      out.writeBytes(value);
      last = value.length;
    }
    this.components = List.copyOf(canonical);
    this.bytes = out.toByteArray();
    this.peerLength = this.components.getLast().protocol() == Protocol.P2P ? last : 0;
    checkLength(bytes.length);
  }

  /// Of parts that are known to be in order.
  private Multiaddr(List<Component> components, byte[] bytes, int peerLength) {
    checkParts(components.size());
    checkLength(bytes.length);
    this.components = List.copyOf(components);
    this.bytes = bytes;
    this.peerLength = peerLength;
  }

  private static void checkParts(int count) {
    if (count == 0 || count > MAX_COMPONENTS) {
      throw new MultiformatException(
          "an address has 1 to " + MAX_COMPONENTS + " parts, not " + count);
    }
  }

  private static void checkLength(int length) {
    if (length > MAX_BYTES) {
      throw new MultiformatException(
          "an address has at most " + MAX_BYTES + " bytes, not " + length);
    }
  }

  /// Reads text.
  ///
  /// @param text starts with `/`
  /// @throws MultiformatException if a part is unknown or its value is wrong
  public static Multiaddr parse(String text) {
    try {
      if (text.length() > 4 * MAX_BYTES) {
        throw new MultiformatException("it is too long");
      }
      if (!text.startsWith("/") || text.length() < 2) {
        throw new MultiformatException("it starts with /, like /ip4/192.0.2.1/tcp/4001");
      }
      String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      String[] parts = trimmed.substring(1).split("/", -1);
      List<Component> components = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        String name = parts[i];
        Protocol protocol =
            Protocol.byText(name)
                .orElseThrow(
                    () -> new MultiformatException("'" + name + "' is no part known here"));
        if (protocol.hasValue() && ++i == parts.length) {
          throw new MultiformatException("/" + name + " needs a value");
        }
        components.add(new Component(protocol, protocol.hasValue() ? parts[i] : ""));
      }
      return new Multiaddr(components);
    } catch (MultiformatException e) {
      throw new MultiformatException(
          "not an address: '" + shorten(text) + "': " + e.getMessage(), e);
    }
  }

  /// Reads the binary form.
  ///
  /// @param bytes all of it
  /// @throws MultiformatException if it is not canonical or has a part unknown here
  public static Multiaddr decode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MultiformatException(
          "an address has at most " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Component> components = new ArrayList<>();
    while (in.hasRemaining() && components.size() <= MAX_COMPONENTS) {
      long code = Varint.read(in);
      Protocol protocol =
          Protocol.byCode(code)
              .orElseThrow(
                  () -> new MultiformatException("address part " + code + " is not known here"));
      long length = protocol.size == Protocol.VARIABLE ? Varint.read(in) : protocol.size;
      if (length > in.remaining()) {
        throw new MultiformatException("the address is cut off within its /" + protocol.text());
      }
      byte[] value = new byte[(int) length];
      in.get(value);
      components.add(new Component(protocol, ProtocolValue.decode(protocol, value)));
    }
    return new Multiaddr(components);
  }

  /// An IP address and a TCP port.
  ///
  /// @param address an IPv4 or IPv6 address as text
  /// @param port 0 to 65535
  public static Multiaddr tcp(String address, int port) {
    return parse((address.indexOf(':') < 0 ? "/ip4/" : "/ip6/") + address + "/tcp/" + port);
  }

  /// The parts in order.
  public List<Component> components() {
    return components;
  }

  /// The binary form, a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The value of the first part of a kind.
  ///
  /// @param protocol which kind
  public Optional<String> value(Protocol protocol) {
    return components.stream()
        .filter(c -> c.protocol() == protocol)
        .map(Component::value)
        .findFirst();
  }

  /// The peer the address leads to: its last part, if that is `/p2p/…`. A relay's own id before
  /// `/p2p-circuit` is not it.
  public Optional<PeerId> peerId() {
    return peerLength == 0
        ? Optional.empty()
        : Optional.of(
            PeerId.decode(Arrays.copyOfRange(bytes, bytes.length - peerLength, bytes.length)));
  }

  /// The address with `/p2p/…` at its end.
  ///
  /// @param peer who answers there
  /// @throws MultiformatException if the address already names another peer
  public Multiaddr withPeer(PeerId peer) {
    Optional<PeerId> present = peerId();
    if (present.isPresent()) {
      if (!present.get().equals(peer)) {
        throw new MultiformatException("address " + this + " names another peer than " + peer);
      }
      return this;
    }
    List<Component> parts = new ArrayList<>(components);
    parts.add(new Component(Protocol.P2P, peer.toString()));
    byte[] id = peer.bytes();
    byte[] head = peerHead(id.length);
    byte[] all = Arrays.copyOf(bytes, bytes.length + head.length + id.length);
    System.arraycopy(head, 0, all, bytes.length, head.length);
    System.arraycopy(id, 0, all, bytes.length + head.length, id.length);
    return new Multiaddr(parts, all, id.length);
  }

  /// What stands before a peer id of so many bytes.
  private static byte[] peerHead(int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Varint.encode(Protocol.P2P.code()));
    out.writeBytes(Varint.encode(length));
    return out.toByteArray();
  }

  /// The address without `/p2p/…` at its end.
  ///
  /// @throws MultiformatException if nothing is left
  public Multiaddr withoutPeer() {
    if (peerLength == 0) {
      return this;
    }
    List<Component> rest = components.subList(0, components.size() - 1);
    int length = bytes.length - peerLength - peerHead(peerLength).length;
    int before = 0;
    if (!rest.isEmpty() && rest.getLast().protocol() == Protocol.P2P) {
      before = new Multiaddr(rest).peerLength;
    }
    return new Multiaddr(rest, Arrays.copyOf(bytes, length), before);
  }

  /// The first address or name.
  public Optional<String> host() {
    return components.stream()
        .filter(c -> HOSTS.contains(c.protocol()))
        .map(Component::value)
        .findFirst();
  }

  /// The first TCP port.
  public OptionalInt tcpPort() {
    return value(Protocol.TCP)
        .map(port -> OptionalInt.of(Integer.parseInt(port)))
        .orElse(OptionalInt.empty());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Component part : components) {
      text.append('/').append(part.protocol().text());
      if (part.protocol().hasValue()) {
        text.append('/').append(part.value());
      }
    }
    return text.toString();
  }

  private static String shorten(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
