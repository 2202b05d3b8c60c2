package io.peerdeck.fleet;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What a test opened, closed after it, the last first.
final class OpenedParts extends AbstractList<AutoCloseable> implements AfterEachCallback {
  private final List<AutoCloseable> parts = new ArrayList<>();

  @Override
  public AutoCloseable get(int index) {
    return parts.get(index);
  }

  @Override
  public void add(int index, AutoCloseable part) {
    parts.add(index, part);
  }

  @Override
  public AutoCloseable remove(int index) {
    return parts.remove(index);
  }

  @Override
  public int size() {
    return parts.size();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }
}
