package io.peerdeck.multiformats;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Random values of the data model, at most four levels deep.
final class IpldArbitraries {
  private IpldArbitraries() {}

  static Arbitrary<Ipld> values() {
    return Arbitraries.recursive(IpldArbitraries::leaves, IpldArbitraries::around, 0, 3)
        .withoutEdgeCases();
  }

  private static Arbitrary<Ipld> around(Arbitrary<Ipld> inner) {
    Arbitrary<Ipld> lists = inner.list().ofMaxSize(4).map(Ipld::list);
    Arbitrary<Ipld> maps = Arbitraries.maps(texts(), inner).ofMaxSize(4).map(IpldArbitraries::map);
    return Arbitraries.oneOf(inner, lists, maps);
  }

  private static Ipld map(Map<String, Ipld> fields) {
    IpldMapBuilder builder = Ipld.map();
    fields.forEach(builder::put);
    return builder.build();
  }

  private static Arbitrary<Ipld> leaves() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Ipld.Null()),
        Arbitraries.of(true, false).map(Ipld.Bool::new),
        Arbitraries.longs().map(Ipld.Int::new),
        Arbitraries.doubles().map(Ipld.Real::new),
        texts().map(Ipld.Text::new),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Ipld.Bytes::new),
        texts().map(t -> new Ipld.Link(Cid.of(Cid.RAW, t.getBytes(StandardCharsets.UTF_8)))));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(s -> StandardCharsets.UTF_8.newEncoder().canEncode(s));
  }
}
