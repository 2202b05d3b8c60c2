package io.peerdeck.libp2p;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// Real hosts on loopback for tests.
final class Hosts {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final String ECHO = "/test/echo/1.0.0";

  private Hosts() {}

  static HostConfig config() {
    return HostConfig.of(KeyPair.generate(new SecureRandom()))
        .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"));
  }

  static Host start() {
    return start(config());
  }

  static Host start(HostConfig config) {
    Host host = Host.start(config);
    host.handle(protocol(ECHO, stream -> stream.input().transferTo(stream.output())));
    return host;
  }

  static Connection connect(Host from, Host to) {
    return from.connect(to.peerId(), to.addresses(), TIMEOUT);
  }

  static ProtocolBinding protocol(String id, Handler handler) {
    return new ProtocolBinding() {
      @Override
      public List<String> protocols() {
        return List.of(id);
      }

      @Override
      public void handle(Stream stream) throws IOException, InterruptedException {
        handler.handle(stream);
      }
    };
  }

  interface Handler {
    void handle(Stream stream) throws IOException, InterruptedException;
  }
}
