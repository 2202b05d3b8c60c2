package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How nodes find each other, through the node's own face.
@Timeout(120)
class DiscoveryTest {
  @TempDir Path temporary;
  private final List<Node> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.reversed().forEach(Node::close);
  }

  private NodeConfig config(String name) {
    return NodeConfig.at(temporary.resolve(name))
        .withName(name)
        .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
  }

  private Node opened(NodeConfig config) {
    Node node = Node.open(config);
    open.add(node);
    return node;
  }

  private void closed(Node node) {
    open.remove(node);
    node.close();
  }

  private Node joining(Node sponsor, String name) {
    Node node = opened(config(name).withJoin(address(sponsor)));
    sponsor.addPeer(address(node), Optional.of(name));
    return node;
  }

  private static String address(Node node) {
    return node.status().addresses().getFirst();
  }

  private static String id(Node node) {
    return node.status().self().id();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100));
  }

  private static Optional<FoundPeer> found(Node node, String id, String... sources) {
    return node.discovery(new DiscoveryQuery(Set.of(sources), Set.of(), 100)).peers().stream()
        .filter(peer -> peer.peer().id().equals(id))
        .findFirst();
  }

  @Test
  void membersTellEachOtherWhatTheySignedAndItIsRememberedInAFile() throws Exception {
    Node anna = opened(config("anna"));
    Node bert = joining(anna, "bert");
    Node cleo = joining(anna, "cleo");
    soon().until(() -> bert.status().membersOnline() == 3);

    soon()
        .untilAsserted(
            () -> {
              cleo.discover(Set.of());
              bert.discover(Set.of());
              FoundPeer seen = found(bert, id(cleo), "exchange").orElseThrow();
              assertThat(seen.signed()).isTrue();
              assertThat(seen.member()).isTrue();
              assertThat(seen.addresses()).contains(address(cleo));
              assertThat(seen.labels()).isEqualTo(labels(bert, cleo));
              assertThat(seen.metadata()).containsEntry("name", "cleo");
              assertThat(seen.sources()).contains("members", "file");
            });
    assertThat(bert.peers())
        .filteredOn(peer -> peer.peer().id().equals(id(cleo)))
        .singleElement()
        .satisfies(peer -> assertThat(peer.source()).contains("known from ", "exchange", "file"));
    assertThat(Files.readString(temporary.resolve("bert/peers.json")))
        .contains("last_cleanup", id(cleo), address(cleo));
    assertThat(bert.discovery(DiscoveryQuery.SOURCES).sources())
        .extracting(SourceView::name, SourceView::state)
        .contains(tuple("members", "good"), tuple("exchange", "good"));
  }

  private static List<String> labels(Node reader, Node of) {
    return reader.peers().stream()
        .filter(peer -> peer.peer().id().equals(id(of)))
        .findFirst()
        .orElseThrow()
        .labels();
  }

  @Test
  void membersThatBothMovedFindEachOtherByABootstrapList() throws Exception {
    Node anna = opened(config("anna"));
    Node bert = joining(anna, "bert");
    soon().until(() -> bert.status().membersOnline() == 2);
    closed(bert);
    closed(anna);
    Node movedAnna = opened(config("anna").withListen(List.of(freePort())));
    Path settings = temporary.resolve("bert/config.yaml");
    Files.writeString(
        settings, Files.readString(settings) + "bootstrap: [" + address(movedAnna) + "]\n");

    Node movedBert = opened(config("bert").withListen(List.of(freePort())));
    soon().until(() -> movedBert.status().membersOnline() == 2);
    assertThat(found(movedBert, id(movedAnna), "bootstrap").orElseThrow().addresses())
        .contains(address(movedAnna));
  }

  private static String freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "/ip4/127.0.0.1/tcp/" + socket.getLocalPort();
    }
  }

  @Test
  void whoMayListenAnywhereComesBackWhereItWasAndWritesNothing() throws Exception {
    Node anna = opened(config("anna"));
    String before = address(anna);
    soon().until(() -> anna.peers().getFirst().addresses().contains(before));
    long entries = anna.status().clockEntries();
    closed(anna);

    Node again = opened(config("anna"));
    again.createInvite(InviteRequest.STANDARD);
    assertThat(address(again)).isEqualTo(before);
    assertThat(again.status().clockEntries()).as("the invitation alone").isEqualTo(entries + 1);
    closed(again);

    try (ServerSocket taken = new ServerSocket(Integer.parseInt(before.split("/")[4]))) {
      assertThat(taken.isBound()).isTrue();
      assertThat(address(opened(config("anna")))).isNotEqualTo(before);
    }
  }

  @Test
  void aSourceThereIsNoneOfIsToldAndSoIsAWrongAddress() throws Exception {
    Node anna = opened(config("anna"));
    assertThatThrownBy(() -> anna.discover(Set.of("dht")))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("members, bootstrap, file, mdns, exchange, gossip");
    assertThatThrownBy(() -> found(anna, id(anna), "dht")).isInstanceOf(NodeException.class);
    assertThat(anna.checkSetting("bootstrap", "/ip4/192.0.2.7/tcp/4011"))
        .hasValueSatisfying(why -> assertThat(why).contains("/p2p/PEER_ID"));
    assertThat(anna.checkSetting("mdns", "perhaps")).isPresent();
    assertThat(anna.checkSetting("peers-file", "known.json")).isEmpty();
  }

  @Test
  void aNodeThatKeepsOffTheNetworkLooksForNobody() {
    Node anna = opened(config("anna").offline());
    assertThat(anna.discovery(DiscoveryQuery.BEST).sources()).isEmpty();
    assertThatThrownBy(() -> anna.discover(Set.of())).isInstanceOf(NodeException.class);
  }
}
