package io.peerdeck.node;

import java.time.Instant;
import java.util.Optional;

/// Jobs of a trusted peer that wait here for this machine's operator.
///
/// @param id what to approve or refuse
/// @param submitter whose jobs they are
/// @param runId the run that asked last
/// @param runName its name
/// @param file the workflow file's name
/// @param workflow CID of the workflow file
/// @param snapshot CID of the workspace snapshot
/// @param reason why it is asked: the first of that peer's runs here, another workflow file,
///     another snapshot
/// @param asked since when it waits
public record ApprovalView(
    String id,
    PeerRef submitter,
    String runId,
    String runName,
    String file,
    String workflow,
    Optional<String> snapshot,
    String reason,
    Instant asked) {}
