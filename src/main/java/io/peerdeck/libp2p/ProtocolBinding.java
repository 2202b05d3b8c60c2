package io.peerdeck.libp2p;

import java.io.IOException;
import java.util.List;

/// A protocol this host answers. Register it with [Host#handle(ProtocolBinding)].
public interface ProtocolBinding {
  /// The protocol ids answered, for example `/peerdeck/clock/1.0.0`; all are handled alike.
  List<String> protocols();

  /// Serves one inbound stream on its own virtual thread. The stream is closed when this returns;
  /// when it throws, the stream is reset and the failure logged.
  void handle(Stream stream) throws IOException, InterruptedException;
}
