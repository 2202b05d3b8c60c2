package io.peerdeck.libp2p;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

  /// The standard limits but for those named.
  static Limits limits(Map<String, Object> changed) {
    try {
      RecordComponent[] components = Limits.class.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        Object standard = components[i].getAccessor().invoke(Limits.standard());
        values[i] = changed.getOrDefault(components[i].getName(), standard);
      }
      return (Limits) Limits.class.getDeclaredConstructors()[0].newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
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
