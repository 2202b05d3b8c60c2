package io.peerdeck.fleet;

/// Ends a subscription when closed. Harmless when repeated.
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
