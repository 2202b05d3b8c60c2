package io.peerdeck.node;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.LogSpool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// `/peerdeck/log/1.0.0`: ranges of a claim's log from the peer that has it.
///
/// The asker sends one frame `{claim: link, from: int, max: int, wait: int}` (bytes, milliseconds;
/// a negative `from` counts from the end) and gets one frame `{found: bool, records: bytes, start:
/// int, next: int, size: int, end: bool, steps: [{number: int, name: text, status: text, start?:
/// int, millis: int}]}`; records are JSON lines as spooled, from `start` to `next` of the `size`
/// bytes there are, steps those of the job while it runs. A follower asks again from `next`; the
/// server waits up to `wait` for more, so neither side holds a line in memory for a slow follower.
final class LogProtocol implements ProtocolBinding {
  static final String ID = "/peerdeck/log/1.0.0";
  static final int MAX_BYTES = 1 << 20;
  static final Duration MAX_WAIT = Duration.ofSeconds(20);
  private static final int MAX_REQUEST = 1024;
  private static final int MAX_ANSWER = 2 << 20;
  private static final Duration OPEN = Duration.ofSeconds(5);

  private static final int MAX_STEPS = 1000;
  private static final int MAX_NAME = 500;
  private static final Set<String> STATUSES =
      Set.of("in_progress", "success", "failure", "cancelled", "skipped");

  private final LogShelf shelf;
  private final Function<Cid, List<TaskView.StepView>> liveSteps;

  /// @param liveSteps the steps of a claim running here
  LogProtocol(LogShelf shelf, Function<Cid, List<TaskView.StepView>> liveSteps) {
    this.shelf = shelf;
    this.liveSteps = liveSteps;
  }

  /// A peer's answer.
  record Answer(LogSpool.Part part, List<TaskView.StepView> steps) {}

  @Override
  public List<String> protocols() {
    return List.of(ID);
  }

  @Override
  public void handle(Stream stream) {
    Optional<Ipld.Map> request = new IpldFrames(stream, MAX_REQUEST).read();
    if (request.isEmpty()) {
      return;
    }
    Cid claim = asked(() -> request.get().link("claim"));
    long from = asked(() -> request.get().integer("from"));
    int max = Math.clamp(asked(() -> request.get().integer("max")), 1, MAX_BYTES);
    long wait = Math.clamp(asked(() -> request.get().integer("wait")), 0, MAX_WAIT.toMillis());
    Optional<LogSpool.Part> part = shelf.read(claim, from, max, Duration.ofMillis(wait));
    new IpldFrames(stream, MAX_ANSWER)
        .write(
            Ipld.map()
                .put("found", part.isPresent())
                .put("records", part.map(LogSpool.Part::bytes).orElse(new byte[0]))
                .put("start", part.map(LogSpool.Part::start).orElse(0L))
                .put("next", part.map(LogSpool.Part::next).orElse(from))
                .put("size", part.map(LogSpool.Part::size).orElse(0L))
                .put("end", part.map(LogSpool.Part::end).orElse(false))
                .put(
                    "steps",
                    Ipld.list(liveSteps.apply(claim).stream().map(LogProtocol::write).toList()))
                .build());
    stream.closeWrite();
  }

  private static <T> T asked(Supplier<T> parse) {
    return ProtocolBreach.reading("a request", parse);
  }

  /// Asks a connected peer; empty when it does not have the log.
  static Optional<Answer> fetch(
      Host host, PeerId peer, Cid claim, long from, int max, Duration wait) {
    try (Stream stream = host.newStream(peer, ID, OPEN)) {
      return fetch(stream, claim, from, max, wait);
    }
  }

  static Optional<Answer> fetch(Stream stream, Cid claim, long from, int max, Duration wait) {
    stream.deadline(wait.plus(OPEN));
    new IpldFrames(stream, MAX_REQUEST)
        .write(
            Ipld.map()
                .put("claim", claim)
                .put("from", from)
                .put("max", max)
                .put("wait", Math.min(wait.toMillis(), MAX_WAIT.toMillis()))
                .build());
    stream.closeWrite();
    return new IpldFrames(stream, MAX_ANSWER)
        .read()
        .filter(answer -> answer.bool("found"))
        .map(
            answer ->
                new Answer(
                    new LogSpool.Part(
                        answer.bytes("records"),
                        position(answer, "start"),
                        position(answer, "next"),
                        position(answer, "size"),
                        answer.bool("end")),
                    steps(answer)));
  }

  private static long position(Ipld.Map answer, String name) {
    long position = answer.integer(name);
    if (position < 0) {
      throw new MultiformatException("a log's `" + name + "` is " + position);
    }
    return position;
  }

  private static Ipld write(TaskView.StepView step) {
    String name = step.name();
    IpldMapBuilder written =
        Ipld.map()
            .put("number", step.number())
            .put("name", name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name)
            .put("status", step.status())
            .put("millis", step.millis());
    step.startedAt().ifPresent(at -> written.put("start", at.toEpochMilli()));
    return written.build();
  }

  private static List<TaskView.StepView> steps(Ipld.Map answer) {
    List<TaskView.StepView> steps = new ArrayList<>();
    for (Ipld.Map step : answer.list("steps").maps()) {
      String status = step.text("status");
      if (steps.size() == MAX_STEPS || !STATUSES.contains(status)) {
        throw new MultiformatException("the steps of a running job are not what they should be");
      }
      steps.add(
          new TaskView.StepView(
              step.integer("number", 1, MAX_STEPS),
              step.text("name"),
              status,
              step.optInteger("start").map(Instant::ofEpochMilli),
              Math.max(0, step.integer("millis"))));
    }
    return steps;
  }
}
