package io.peerdeck.node;

import io.peerdeck.blob.TransferState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Transfers as callers watch and steer them.
final class TransferDesk {
  private final NodeRooms rooms;
  private final PeerNames names;
  private final BlobNames blobNames;

  TransferDesk(NodeRooms rooms, PeerNames names, BlobNames blobNames) {
    this.rooms = rooms;
    this.names = names;
    this.blobNames = blobNames;
  }

  List<TransferView> all() {
    return rooms.transfers.list().stream().map(this::view).toList();
  }

  private TransferView view(TransferState transfer) {
    return new TransferView(
        Long.toString(transfer.id()),
        transfer.root().toString(),
        blobNames.of(transfer.root()),
        lower(transfer.direction()),
        names.ref(transfer.peer()),
        transfer.bytes(),
        transfer.total(),
        transfer.bytesPerSecond(),
        eta(transfer),
        lower(transfer.state()),
        transfer.error(),
        transfer.startedAt());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Duration> eta(TransferState transfer) {
    long left = transfer.total() - transfer.bytes();
    return transfer.state() == TransferState.State.RUNNING
            && transfer.bytesPerSecond() >= 1
            && left > 0
        ? Optional.of(Duration.ofMillis((long) (left * 1000.0 / transfer.bytesPerSecond())))
        : Optional.empty();
  }

  /// Ends a running transfer. A blob on its way here is not asked for again by itself.
  void cancel(String id) {
    TransferState transfer = find(id);
    if (transfer.direction() == TransferState.Direction.IN) {
      rooms.traffic.giveUp(transfer.root());
    }
    if (!rooms.transfers.cancel(transfer.id())) {
      throw refused("Transfer " + id + " has ended already.");
    }
  }

  /// Moves the blob of a transfer that failed or was cancelled once more, in the background. What
  /// cannot even be begun is refused.
  void retry(String id) {
    TransferState transfer = find(id);
    switch (transfer.state()) {
      case RUNNING -> throw refused("Transfer " + id + " is still running.");
      case DONE -> throw refused("Transfer " + id + " has ended well already.");
      default -> {
        if (transfer.direction() == TransferState.Direction.IN) {
          bringAgain(transfer);
        } else {
          giveAgain(transfer);
        }
      }
    }
  }

  private void bringAgain(TransferState transfer) {
    if (rooms.traffic.held(transfer.root())) {
      throw refused("All of it is here already: it came by another transfer.");
    }
    if (rooms.network.connected().isEmpty()) {
      throw refused("No member of the fleet is connected to bring it: retry once one is.");
    }
    rooms.traffic.wantAgain(transfer.root(), List.of(transfer.peer()));
  }

  private void giveAgain(TransferState transfer) {
    if (!rooms.network.connected().contains(transfer.peer())) {
      throw refused(
          names.name(transfer.peer()) + " is not connected to take it: retry once it is online.");
    }
    rooms.traffic.offerLater(transfer.peer(), transfer.root());
  }

  private static NodeException refused(String why) {
    return new NodeException(NodeException.Reason.REFUSED, why);
  }

  private TransferState find(String id) {
    return rooms.transfers.list().stream()
        .filter(transfer -> Long.toString(transfer.id()).equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.NOT_FOUND,
                    "There is no transfer " + id + "; the last hundred that ended are kept."));
  }
}
