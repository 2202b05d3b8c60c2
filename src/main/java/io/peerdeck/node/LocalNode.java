package io.peerdeck.node;

import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The node of this process: every call goes to the desk that knows.
final class LocalNode extends SteeredNode {
  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final PeerNames names;
  private final SubmissionDesk submissions;
  private final RunDesk runs;
  private final ArtifactDesk artifacts;
  private final PeerDesk peers;
  private final FleetViews fleetViews;
  private final FleetDesk fleet;
  private final FleetDeparture departure;
  private final ClockViews clock;
  private final StatusView status;
  private final NodeCare care;
  private final SecretDesk secretDesk;
  private final WatchDesk watch;

  private LocalNode(NodeRooms rooms, NodeTime time, FleetMove move) {
    this.rooms = rooms;
    entrance = new FleetEntrance(rooms);
    names = new PeerNames(rooms.clock::currentView);
    submissions = new SubmissionDesk(rooms, entrance, names);
    runs = new RunDesk(rooms, entrance, names);
    artifacts = new ArtifactDesk(rooms);
    PeerViews peerViews = new PeerViews(rooms);
    peers = new PeerDesk(rooms, entrance, names, peerViews);
    fleetViews = new FleetViews(rooms, names);
    fleet = new FleetDesk(rooms, entrance, fleetViews);
    departure = new FleetDeparture(rooms, entrance, move);
    clock = new ClockViews(rooms.clock, rooms.effect, names);
    status = new StatusView(rooms, peerViews, time.wall().instant());
    care = new NodeCare(rooms, names, submissions.actions());
    secretDesk = new SecretDesk(rooms.secrets, names, rooms.scheduler::state);
    watch = new WatchDesk(rooms, submissions);
  }

  static Node open(NodeConfig config) {
    return open(config, NodeTime.system(), UnaryOperator.identity());
  }

  /// Opens a node that lives by other clocks, or reaches members by other addresses than they tell.
  static Node open(NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route) {
    return MovableNode.open(config, time, route);
  }

  /// Opens the rooms of one stay in one fleet.
  static LocalNode open(
      NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route, FleetMove move) {
    NodeRooms rooms = Refusals.opening(() -> NodeRooms.open(config, time, route));
    LocalNode node = new LocalNode(rooms, time, move);
    try {
      node.entrance.enter();
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  static String version() {
    String version = LocalNode.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public NodeStatus status() {
    return status.now();
  }

  @Override
  public List<PeerView> peers() {
    return peers.all();
  }

  @Override
  public PeerView addPeer(String multiaddr, Optional<String> name) {
    return peers.add(multiaddr, name);
  }

  @Override
  public void removePeer(String peerId) {
    peers.remove(peerId);
  }

  @Override
  public void trust(String peerId) {
    peers.trust(peerId);
  }

  @Override
  public void untrust(String peerId) {
    peers.untrust(peerId);
  }

  @Override
  public void trust(String peerId, TrustView trust) {
    peers.trust(peerId, trust);
  }

  @Override
  public PeerView updatePeer(String peerId, PeerChange change) {
    return peers.update(peerId, change);
  }

  @Override
  public WatchView watched() {
    return watch.view();
  }

  @Override
  public WatchView lookAtGitHub() {
    return watch.look();
  }

  @Override
  public EarlierView earlierAnswers(Path folder, boolean ask) {
    return new EarlierDesk(rooms.github).read(folder, ask);
  }

  @Override
  public FleetView fleet() {
    return fleetViews.now();
  }

  @Override
  public void createFleet(String name, boolean leave) {
    departure.create(name, leave);
  }

  @Override
  public void join(String inviteOrMultiaddr, boolean leave) {
    departure.join(inviteOrMultiaddr, leave);
  }

  /// Closes the node, which goes elsewhere, and keeps where for whoever opens the folder again.
  void leave(NextFleet next) {
    watch.close();
    care.close();
    entrance.close();
    next.write(rooms.folder.next());
    rooms.close();
  }

  @Override
  public CreatedInvite createInvite(InviteRequest request) {
    return fleet.invite(request);
  }

  @Override
  public void revokeInvite(String id) {
    fleet.revoke(id);
  }

  @Override
  public PeerView acceptJoin(String peerId, List<String> roles) {
    return peers.view(fleet.accept(peerId, roles));
  }

  @Override
  public void refuseJoin(String peerId) {
    fleet.refuse(peerId);
  }

  @Override
  public void approve(String approvalId) {
    rooms.approvals.decide(approvalId, true);
  }

  @Override
  public void refuseApproval(String approvalId) {
    rooms.approvals.decide(approvalId, false);
  }

  @Override
  public Duration ping(String peerId) {
    return peers.ping(peerId);
  }

  @Override
  public PeerHistory peerHistory(String peerId) {
    return peers.history(peerId);
  }

  @Override
  public void block(String peerId) {
    peers.block(peerId);
  }

  @Override
  public void unblock(String peerId) {
    peers.unblock(peerId);
  }

  @Override
  public Subscription subscribe(Consumer<Set<Change>> listener) {
    return rooms.changes.subscribe(listener);
  }

  @Override
  SubmissionDesk submissions() {
    return submissions;
  }

  @Override
  RunDesk runDesk() {
    return runs;
  }

  @Override
  ArtifactDesk artifacts() {
    return artifacts;
  }

  @Override
  ClockViews clock() {
    return clock;
  }

  @Override
  NodeCare care() {
    return care;
  }

  @Override
  SecretDesk secretDesk() {
    return secretDesk;
  }

  @Override
  public void close() {
    watch.close();
    care.close();
    entrance.close();
    rooms.close();
  }
}
