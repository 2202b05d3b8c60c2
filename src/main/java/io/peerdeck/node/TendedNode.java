package io.peerdeck.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The half of a node's face that is about the node itself: its clock, what it keeps, moves and
/// saw, and how it is set.
abstract class TendedNode implements Node {
  abstract ClockViews clock();

  abstract NodeCare care();

  abstract SecretDesk secretDesk();

  @Override
  public List<SecretView> secrets() {
    return secretDesk().secrets().secrets();
  }

  @Override
  public void setSecret(String name, String value) {
    secretDesk().secrets().set(name, value);
  }

  @Override
  public void removeSecret(String name) {
    secretDesk().secrets().remove(name);
  }

  @Override
  public void grantSecret(String name, SecretGrant grant) {
    secretDesk().grant(name, grant);
  }

  @Override
  public void grantSecret(String name, String runId) {
    secretDesk().grant(name, run(runId).summary().id());
  }

  @Override
  public List<VariableView> variables() {
    return secretDesk().secrets().views();
  }

  @Override
  public void setVariable(String name, String value) {
    secretDesk().secrets().setVariable(name, value);
  }

  @Override
  public void removeVariable(String name) {
    secretDesk().secrets().removeVariable(name);
  }

  @Override
  public EntryPage entries(EntryQuery query) {
    return clock().page(query);
  }

  @Override
  public long clockPosition(String cid) {
    return clock().ordinal(cid);
  }

  @Override
  public EntryView entry(String cid) {
    return clock().entry(cid);
  }

  @Override
  public VerifyView verifyClock(Consumer<VerifyProgress> progress) {
    return clock().verify(progress);
  }

  @Override
  public DiscoveryView discovery(DiscoveryQuery query) {
    return care().discovery().view(query);
  }

  @Override
  public List<SourceOutcome> discover(Set<String> sources) {
    return care().discovery().discover(sources);
  }

  @Override
  public List<CacheView> caches() {
    return care().caches().now();
  }

  @Override
  public List<CacheReading> cacheHistory() {
    return care().caches().history();
  }

  @Override
  public List<CacheEntryView> cacheEntries(String id, int limit) {
    return care().kept().entries(id, limit);
  }

  @Override
  public void pinCached(String id, String key, boolean on) {
    care().kept().pin(id, key, on);
  }

  @Override
  public void clearCache(String id) {
    care().caches().clear(id);
  }

  @Override
  public GitHubView gitHub() {
    return care().gitHub().view();
  }

  @Override
  public GitHubAnswerView gitHub(String path, Optional<Duration> freshFor, boolean own) {
    return care().gitHub().read(path, freshFor, own);
  }

  @Override
  public MeterView meters() {
    return care().meters();
  }

  @Override
  public NetworkView network() {
    return care().network();
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
