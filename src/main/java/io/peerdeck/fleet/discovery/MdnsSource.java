package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.Protocol;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Peers on the local network, found and told by libp2p's mDNS. Where this node listens on loopback
/// only, there is nobody to tell and it keeps still.
public final class MdnsSource implements DiscoverySource {
  /// Its name.
  public static final String NAME = "mdns";

  private static final Logger LOG = LoggerFactory.getLogger(MdnsSource.class);
  private static final String SERVICE = "_p2p._udp.local.";
  private static final int NAME_LENGTH = 32;
  private static final int MOST_INTERFACES = 3;
  private static final int MOST = 1024;
  private static final Duration SHORTEST = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration END = Duration.ofSeconds(2);

  private final Supplier<List<Multiaddr>> addresses;
  private final InstantSource wall;
  private final String peerName;
  private volatile @Nullable Ear ear;
  // Guarded by this.
  private final Map<InetAddress, MdnsWire> wires = new LinkedHashMap<>();
  private final Map<InetAddress, ServiceInfo> services = new LinkedHashMap<>();
  private byte[] told = {};
  private boolean closed;

  /// @param addresses where this node listens, with real ports
  /// @param random for the name in mDNS, which says nothing
  public MdnsSource(
      Supplier<List<Multiaddr>> addresses, InstantSource wall, RandomGenerator random) {
    this.addresses = addresses;
    this.wall = wall;
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < NAME_LENGTH; i++) {
      name.append(Character.forDigit(random.nextInt(36), 36));
    }
    this.peerName = name.toString();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Terms terms() {
    return new Terms(Reach.LOCAL, false, false, MOST);
  }

  @Override
  public void start(Ear registry) {
    ear = registry;
  }

  /// Asks the network; whoever answers is told to the registry as it comes. Who answered before and
  /// still holds is told once more.
  @Override
  public synchronized List<Sighting> find() {
    follow(interfaces());
    for (MdnsWire wire : List.copyOf(wires.values())) {
      if (!wire.tellAll()) {
        shut(List.of(wire));
        wires.values().remove(wire);
        throw new DiscoveryException(
            "more than " + MdnsWire.MOST_NAMES + " names are told on the local network");
      }
      wire.startServiceResolver(SERVICE);
    }
    return List.of();
  }

  /// The addresses of this node on networks that others share, the fourth version before the sixth.
  private Set<InetAddress> interfaces() {
    List<InetAddress> found = new ArrayList<>();
    for (Multiaddr address : addresses.get()) {
      Multiaddr.Component host = address.components().getFirst();
      if (host.protocol() == Protocol.IP4 || host.protocol() == Protocol.IP6) {
        InetAddress ip = InetAddress.ofLiteral(host.value());
        if (!ip.isLoopbackAddress() && multicasts(ip)) {
          found.add(ip);
        }
      }
    }
    found.sort((one, other) -> Boolean.compare(isSix(one), isSix(other)));
    List<InetAddress> chosen = found.stream().distinct().limit(MOST_INTERFACES).toList();
    return new LinkedHashSet<>(chosen);
  }

  private static boolean isSix(InetAddress ip) {
    return !(ip instanceof Inet4Address);
  }

  private static boolean multicasts(InetAddress ip) {
    try {
      NetworkInterface its = NetworkInterface.getByInetAddress(ip);
      return its != null && its.isUp() && its.supportsMulticast();
    } catch (SocketException e) {
      LOG.debug("{} does not tell its interface: {}", ip, e.getMessage());
      return false;
    }
  }

  private void follow(Set<InetAddress> wanted) {
    List<MdnsWire> gone = new ArrayList<>();
    wires
        .entrySet()
        .removeIf(
            open -> {
              boolean lost = !wanted.contains(open.getKey());
              if (lost) {
                gone.add(open.getValue());
                services.remove(open.getKey());
              }
              return lost;
            });
    shut(gone);
    List<String> failures = new ArrayList<>();
    for (InetAddress address : wanted) {
      if (!closed && !wires.containsKey(address)) {
        try {
          wires.put(address, new MdnsWire(address, peerName, SERVICE, this::heard));
        } catch (IOException e) {
          failures.add(address.getHostAddress() + ": " + e.getMessage());
        }
      }
    }
    if (wires.isEmpty() && !failures.isEmpty()) {
      throw new DiscoveryException(
          "the local network cannot be listened to: " + failures.getFirst());
    }
  }

  private void heard(byte[] text, DNSRecord record) {
    Ear registry = ear;
    if (registry == null) {
      return;
    }
    Instant now = wall.instant();
    Duration holds = Duration.ofSeconds(record.getTTL());
    Duration ttl =
        holds.compareTo(SHORTEST) < 0 ? SHORTEST : holds.compareTo(LONGEST) > 0 ? LONGEST : holds;
    long age = Math.max(0, System.currentTimeMillis() - record.getCreated()); // jmdns's own clock
    boolean fromHere = isOurs(record.getRecordSource());
    List<Sighting> found = new ArrayList<>();
    for (Map.Entry<PeerId, List<Multiaddr>> one : MdnsText.read(text).entrySet()) {
      // Another machine's loopback is not ours.
      List<Multiaddr> usable =
          one.getValue().stream()
              .filter(a -> fromHere || AddressScope.of(a) != AddressScope.LOOPBACK)
              .limit(Sighting.MAX_ADDRESSES)
              .toList();
      if (!usable.isEmpty()) {
        found.add(
            new Sighting(
                one.getKey(),
                usable,
                Optional.empty(),
                Optional.of(now.minusMillis(age)),
                Optional.of(ttl),
                Optional.empty(),
                Optional.empty()));
      }
    }
    if (!found.isEmpty()) {
      registry.heard(found);
    }
  }

  private static boolean isOurs(@Nullable InetAddress source) {
    try {
      return source != null
          && (source.isLoopbackAddress() || NetworkInterface.getByInetAddress(source) != null);
    } catch (SocketException e) {
      return false;
    }
  }

  /// Tells the network the addresses that others can dial.
  @Override
  public synchronized Registration register(PeerAnnouncement self) {
    follow(interfaces());
    List<Multiaddr> tellable =
        self.addresses().stream()
            .filter(address -> AddressScope.of(address) != AddressScope.LOOPBACK)
            .toList();
    byte[] text = MdnsText.write(tellable);
    if (text.length == 0 || wires.isEmpty()) {
      return new Registration.Told(0);
    }
    boolean changed = !Arrays.equals(text, told);
    for (Map.Entry<InetAddress, MdnsWire> wire : wires.entrySet()) {
      ServiceInfo before = services.get(wire.getKey());
      try {
        if (before == null) {
          int port = tellable.getFirst().tcpPort().orElse(0);
          ServiceInfo service = ServiceInfo.create(SERVICE, peerName, port, 0, 0, text);
          wire.getValue().registerService(service);
          services.put(wire.getKey(), service);
        } else if (changed) {
          before.setText(text);
        }
      } catch (IOException | IllegalStateException e) {
        throw new DiscoveryException(
            "the local network could not be told of this node: " + e.getMessage(), e);
      }
    }
    told = text;
    return new Registration.Told(0);
  }

  @Override
  public int cleanup(List<PeerInfo> known) {
    return 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
    ear = null;
    shut(List.copyOf(wires.values()));
    wires.clear();
    services.clear();
  }

  /// jmdns says goodbye as it ends, which takes its time; nobody waits longer than two seconds.
  private static void shut(List<MdnsWire> wires) {
    List<Thread> ending =
        wires.stream().map(wire -> Thread.ofVirtual().name("mdns-end").start(wire::close)).toList();
    try {
      for (Thread end : ending) {
        if (!end.join(END)) {
          LOG.debug("jmdns still says goodbye");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
