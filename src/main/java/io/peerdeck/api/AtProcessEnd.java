package io.peerdeck.api;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Closes a host when the process is told to end, also when it is told so while the host is still
/// being opened.
final class AtProcessEnd {
  private final Thread hook = new Thread(this::closeOpened, "close-at-process-end");
  private @Nullable NodeHost opened;

  private AtProcessEnd() {}

  /// To be called before anything is opened. Throws [ApiException] when the process is ending.
  static AtProcessEnd register() {
    AtProcessEnd end = new AtProcessEnd();
    try {
      Runtime.getRuntime().addShutdownHook(end.hook);
    } catch (IllegalStateException e) {
      throw new ApiException(503, "Peerdeck is being stopped.", e);
    }
    return end;
  }

  synchronized NodeHost open(Supplier<NodeHost> opening) {
    NodeHost host = opening.get();
    opened = host;
    return host;
  }

  private synchronized void closeOpened() {
    if (opened != null) {
      opened.close();
    }
  }

  /// To be called once the host is closed.
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending: the hook has run or finds nothing to do
    }
  }
}
