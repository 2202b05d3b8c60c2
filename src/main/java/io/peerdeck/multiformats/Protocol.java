package io.peerdeck.multiformats;

import java.util.Arrays;
import java.util.Optional;

/// The parts a [Multiaddr] can have, with their numbers in the multicodec table.
///
/// @see <a href="https://github.com/multiformats/multiaddr/blob/master/protocols.csv">protocols</a>
public enum Protocol {
  /// IPv4 address.
  IP4(4, "ip4", 4),
  /// TCP port.
  TCP(6, "tcp", 2),
  /// IPv6 address.
  IP6(41, "ip6", 16),
  /// IPv6 zone of the address that follows.
  IP6ZONE(42, "ip6zone", Protocol.VARIABLE),
  /// Name resolved to either kind of address.
  DNS(53, "dns", Protocol.VARIABLE),
  /// Name resolved to IPv4.
  DNS4(54, "dns4", Protocol.VARIABLE),
  /// Name resolved to IPv6.
  DNS6(55, "dns6", Protocol.VARIABLE),
  /// Name resolved to multiaddrs by TXT records.
  DNSADDR(56, "dnsaddr", Protocol.VARIABLE),
  /// UDP port.
  UDP(273, "udp", 2),
  /// WebRTC without signalling.
  WEBRTC_DIRECT(280, "webrtc-direct", 0),
  /// WebRTC.
  WEBRTC(281, "webrtc", 0),
  /// Through a relay.
  P2P_CIRCUIT(290, "p2p-circuit", 0),
  /// Peer id.
  P2P(421, "p2p", Protocol.VARIABLE),
  /// TLS.
  TLS(448, "tls", 0),
  /// Server name for TLS.
  SNI(449, "sni", Protocol.VARIABLE),
  /// QUIC of RFC 9000.
  QUIC_V1(461, "quic-v1", 0),
  /// WebTransport.
  WEBTRANSPORT(465, "webtransport", 0),
  /// Hash of a certificate, multibase text.
  CERTHASH(466, "certhash", Protocol.VARIABLE),
  /// WebSocket.
  WS(477, "ws", 0),
  /// WebSocket over TLS.
  WSS(478, "wss", 0),
  /// HTTP.
  HTTP(480, "http", 0);

  static final int VARIABLE = -1;

  private final int code;
  private final String text;
  final int size;

  Protocol(int code, String text, int size) {
    this.code = code;
    this.text = text;
    this.size = size;
  }

  /// The number in the multicodec table.
  public int code() {
    return code;
  }

  /// The name in a multiaddr's text.
  public String text() {
    return text;
  }

  /// Whether a value follows the name.
  public boolean hasValue() {
    return size != 0;
  }

  static Optional<Protocol> byCode(long code) {
    return Arrays.stream(values()).filter(p -> p.code == code).findAny();
  }

  /// `ipfs` is the old spelling of `p2p` and read as it.
  static Optional<Protocol> byText(String text) {
    return text.equals("ipfs")
        ? Optional.of(P2P)
        : Arrays.stream(values()).filter(p -> p.text.equals(text)).findAny();
  }
}
