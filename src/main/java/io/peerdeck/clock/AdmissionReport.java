package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.List;
import java.util.Set;

/// What became of the blocks given to [MerkleClock#admit].
///
/// @param admitted entries now durable, in causal order, with those that had waited for them
/// @param duplicates how many were held already
/// @param pending how many wait for an ancestor
/// @param missing the ancestors they wait for, to be fetched by CID
/// @param dropped how many would have waited but found the pending pool full; ask for them again
/// @param refused those that break a rule
public record AdmissionReport(
    List<Entry> admitted,
    int duplicates,
    int pending,
    Set<Cid> missing,
    int dropped,
    List<Refusal> refused) {
  public AdmissionReport {
    admitted = List.copyOf(admitted);
    missing = Set.copyOf(missing);
    refused = List.copyOf(refused);
  }
}
