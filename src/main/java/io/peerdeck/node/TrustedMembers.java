package io.peerdeck.node;

import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks connected members for caches, but only those whose work this node trusts: a job may not
/// rest on what others made.
///
/// @param host asked for only when there is a member to ask
record TrustedMembers(
    Supplier<Host> host, Supplier<Set<PeerId>> connected, Predicate<PeerId> trusts)
    implements RunCaches.Members {
  @Override
  public List<PeerId> trusted() {
    return connected.get().stream().filter(trusts).toList();
  }

  @Override
  public List<JobCache> ask(PeerId peer, PeerId submitter, List<String> keys, String version) {
    return JobCacheProtocol.ask(host.get(), peer, submitter, keys, version);
  }
}
