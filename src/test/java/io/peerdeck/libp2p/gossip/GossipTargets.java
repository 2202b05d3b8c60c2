package io.peerdeck.libp2p.gossip;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.libp2p.ProtocolBreach;
import java.util.List;
import java.util.Optional;

/// The decoder of gossip.
public final class GossipTargets {
  private static final GossipLimits LIMITS = GossipLimits.standard();

  private GossipTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    MessageId id = new MessageId(new byte[] {1, 2, 3, 4});
    Rpc full =
        new Rpc(
            List.of(new Rpc.Subscribe("a", true)),
            List.of(Message.sign(FuzzConnection.KEY, 1, "a", new byte[] {7})),
            List.of(new Rpc.IHave("a", List.of(id))),
            List.of(id),
            List.of("a"),
            List.of(
                new Rpc.Prune(
                    "a",
                    List.of(
                        new Rpc.Candidate(
                            FuzzConnection.KEY.peerId(), Optional.of(new byte[] {9}))),
                    60)),
            List.of(id));
    return List.of(
        refusing("gossip-rpc", ProtocolBreach.class, GossipTargets::rpc, RpcWriter.write(full)));
  }

  private static void rpc(byte[] input) {
    Rpc rpc = RpcReader.read(input, LIMITS);
    byte[] written = RpcWriter.write(rpc);
    Rpc again = RpcReader.read(written, LIMITS);
    same(again.subscriptions(), rpc.subscriptions(), "the subscriptions");
    same(again.ihave(), rpc.ihave(), "what it has");
    same(again.iwant(), rpc.iwant(), "what it wants");
    same(again.graft(), rpc.graft(), "the grafts");
    same(again.idontwant(), rpc.idontwant(), "what it does not want");
    same(again.prune().size(), rpc.prune().size(), "the prunes");
    same(RpcWriter.write(again), written, "an RPC written twice");
  }
}
