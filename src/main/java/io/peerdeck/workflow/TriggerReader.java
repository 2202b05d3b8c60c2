package io.peerdeck.workflow;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `on`. The events are shown and their filters checked; a submission is what starts a run
/// here.
final class TriggerReader {
  private static final List<String> CRON_FIELDS =
      List.of("minute", "hour", "day of the month", "month", "day of the week");

  private final Findings findings;

  TriggerReader(Findings findings) {
    this.findings = findings;
  }

  List<Trigger> read(YamlNode on) {
    return switch (on) {
      case YamlNode.Scalar name -> named(name).stream().toList();
      case YamlNode.Sequence names ->
          names.scalars(findings).stream().map(this::named).flatMap(Optional::stream).toList();
      case YamlNode.Mapping events -> {
        List<Trigger> triggers = new ArrayList<>();
        for (YamlNode.Entry entry : events.entries()) {
          if (known(entry.key())) {
            triggers.add(new Trigger(entry.name(), filters(entry), entry.key().at()));
          }
        }
        yield triggers;
      }
    };
  }

  private Optional<Trigger> named(YamlNode.Scalar name) {
    return known(name)
        ? Optional.of(new Trigger(name.text(), Map.of(), name.at()))
        : Optional.empty();
  }

  private boolean known(YamlNode.Scalar name) {
    boolean known = EventCatalog.names().contains(name.text());
    if (!known) {
      findings.unexpected(name.at(), name.text(), EventCatalog.names());
    }
    return known;
  }

  private Map<String, List<String>> filters(YamlNode.Entry entry) {
    String name = entry.name();
    if (name.equals("schedule")) {
      return Map.of("cron", crons(entry.value()));
    }
    if (TemplateReader.isNull(entry.value())
        || name.equals("workflow_dispatch")
        || name.equals("workflow_call")) {
      return Map.of(); // inputs are read by InputReader
    }
    if (EventCatalog.ignoresFilters(name)) {
      return Map.of(); // as at GitHub; EventCheck says so
    }
    EventCatalog.Event event = EventCatalog.named(name).orElseThrow();
    boolean anyType = name.equals("repository_dispatch");
    List<String> keys = new ArrayList<>(event.filters());
    if (anyType || !event.types().isEmpty()) {
      keys.addFirst("types");
    }
    Optional<YamlNode.Mapping> mapping = entry.value().mapping(findings);
    if (mapping.isEmpty()) {
      return Map.of();
    }
    Keys.Values values = Keys.of(keys.toArray(String[]::new)).in(mapping.get(), findings);
    Map<String, List<String>> filters = new LinkedHashMap<>();
    for (String key : values.entries().keySet()) {
      List<YamlNode.Scalar> items =
          values.get(key).map(node -> node.oneOrMore(findings)).orElse(List.of());
      if (key.equals("types") && !anyType) {
        items.stream()
            .filter(item -> !event.types().contains(item.text()))
            .forEach(item -> findings.unexpected(item.at(), item.text(), event.types()));
      }
      filters.put(key, items.stream().map(YamlNode.Scalar::text).toList());
    }
    return filters;
  }

  private List<String> crons(YamlNode schedule) {
    List<String> crons = new ArrayList<>();
    for (YamlNode item :
        schedule.sequence(findings).map(YamlNode.Sequence::items).orElse(List.of())) {
      Optional<YamlNode.Mapping> mapping = item.mapping(findings);
      if (mapping.isEmpty()) {
        continue;
      }
      Keys.Values values = Keys.of("cron", "timezone").in(mapping.get(), findings);
      Optional<YamlNode.Scalar> cron =
          values.required("cron").flatMap(node -> node.scalar(findings));
      if (cron.isPresent()
          && cron.get().text().strip().split("\\s+").length != CRON_FIELDS.size()) {
        findings.error(
            cron.get().at(),
            "Invalid cron expression '%s': expected five fields (%s)"
                .formatted(cron.get().text(), String.join(", ", CRON_FIELDS)));
      }
      values
          .scalar("timezone")
          .filter(zone -> !ZoneId.getAvailableZoneIds().contains(zone.text()))
          .ifPresent(
              zone ->
                  findings.error(
                      zone.at(),
                      "Invalid timezone '%s': expected an IANA name such as Europe/Berlin"
                          .formatted(zone.text())));
      cron.ifPresent(scalar -> crons.add(scalar.text()));
    }
    return crons;
  }
}
