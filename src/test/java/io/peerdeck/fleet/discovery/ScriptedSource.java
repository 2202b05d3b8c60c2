package io.peerdeck.fleet.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A source that answers what a test puts into it.
final class ScriptedSource implements DiscoverySource {
  private final String name;
  private final Terms terms;
  volatile Callable<List<Sighting>> answer = List::of;
  volatile Callable<Registration> registering = () -> new Registration.Told(1);
  final List<PeerAnnouncement> told = new ArrayList<>();
  volatile @Nullable Ear ear;
  volatile boolean closed;

  ScriptedSource(String name, Terms terms) {
    this.name = name;
    this.terms = terms;
  }

  static ScriptedSource local(String name) {
    return new ScriptedSource(name, new Terms(Reach.LOCAL, false, false, 1000));
  }

  static ScriptedSource open(String name) {
    return new ScriptedSource(name, new Terms(Reach.PUBLIC, false, false, 1000));
  }

  ScriptedSource says(Sighting... sightings) {
    answer = () -> List.of(sightings);
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Terms terms() {
    return terms;
  }

  @Override
  public void start(Ear registry) {
    ear = registry;
  }

  @Override
  public List<Sighting> find() {
    return called(answer);
  }

  @Override
  public Registration register(PeerAnnouncement self) {
    told.add(self);
    return called(registering);
  }

  private static <T> T called(Callable<T> what) {
    try {
      return what.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new DiscoveryException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public int cleanup(List<PeerInfo> known) {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
