package io.peerdeck.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The half of a node's face that is about the node itself: what it keeps, moves and saw, and how
/// it is set.
abstract class TendedNode implements Node {
  abstract NodeCare care();

  @Override
  public List<CacheView> caches() {
    return care().caches().now();
  }

  @Override
  public List<CacheReading> cacheHistory() {
    return care().caches().history();
  }

  @Override
  public void clearCache(String id) {
    care().caches().clear(id);
  }

  @Override
  public List<TransferView> transfers() {
    return care().transfers().all();
  }

  @Override
  public void cancelTransfer(String id) {
    care().transfers().cancel(id);
  }

  @Override
  public void retryTransfer(String id) {
    care().transfers().retry(id);
  }

  @Override
  public List<EventView> events(int limit) {
    return care().events().newest(limit);
  }

  @Override
  public Optional<DiskView> disk() {
    return care().disk().last();
  }

  @Override
  public List<SettingView> settings() {
    return care().settings().all();
  }

  @Override
  public Optional<String> checkSetting(String key, String text) {
    return care().settings().check(key, text);
  }

  @Override
  public SettingView changeSetting(String key, String text) {
    return care().settings().change(key, text);
  }

  @Override
  public List<NodeLogLine> nodeLog(int lines) {
    return care().log().tail(lines);
  }

  @Override
  public void writeDiagnostics(Path zip) {
    new Diagnostics(this, care().log()).write(zip);
  }
}
