package io.peerdeck.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a workflow that was read in the form of GitHub's reader cases.
final class TemplateJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> JOB_KEYS =
      List.of(
          "env",
          "strategy",
          "timeout-minutes",
          "cancel-timeout-minutes",
          "continue-on-error",
          "container",
          "services",
          "concurrency",
          "environment",
          "defaults",
          "outputs",
          "snapshot");
  private static final List<String> STEP_KEYS =
      List.of(
          "name",
          "env",
          "continue-on-error",
          "timeout-minutes",
          "working-directory",
          "shell",
          "run",
          "uses",
          "with",
          "background");

  private final boolean source;
  private final List<String> files = new ArrayList<>();

  TemplateJson(String file, boolean source) {
    this.source = source;
    files.add(file);
  }

  /// @param expected names what is wanted besides the jobs: `events`, `input-types`
  ObjectNode workflow(WorkflowTemplate template, List<String> called, JsonNode expected) {
    files.addAll(called);
    ObjectNode out = JSON.objectNode();
    for (String key : List.of("env", "defaults", "concurrency")) {
      template.root().get(key).ifPresent(token -> out.set(key, token(token)));
    }
    Optional<JsonNode> permissions = template.root().get("permissions").map(this::permissions);
    permissions.ifPresent(node -> out.set("permissions", node));
    out.set("jobs", jobs(template.jobs(), permissions));
    if (source) {
      ArrayNode table = out.putArray("file-table");
      files.forEach(table::add);
    }
    if (expected.has("events")) {
      template.root().get("on").ifPresent(on -> out.set("events", events(on)));
    }
    if (expected.has("input-types")) {
      out.set("input-types", inputTypes(template.root()));
    }
    return out;
  }

  private static ObjectNode inputTypes(Token.Members root) {
    ObjectNode out = JSON.objectNode();
    root.mapping("on")
        .flatMap(on -> on.mapping("workflow_dispatch"))
        .flatMap(dispatch -> dispatch.mapping("inputs"))
        .map(Token.Members::members)
        .orElse(List.of())
        .forEach(
            input ->
                out.put(
                    ((Token.Literal) input.key()).text(),
                    input.value() instanceof Token.Members definition
                            && definition.get("type").orElse(null) instanceof Token.Literal type
                        ? type.text()
                        : "string"));
    return out;
  }

  private ArrayNode jobs(List<JobTemplate> jobs, Optional<JsonNode> inherited) {
    ArrayNode out = JSON.arrayNode();
    jobs.forEach(job -> out.add(job(job, inherited)));
    return out;
  }

  private ObjectNode job(JobTemplate job, Optional<JsonNode> inherited) {
    ObjectNode out = JSON.objectNode();
    boolean call = job.call().isPresent();
    out.put("type", call ? "reusableWorkflowJob" : "job");
    out.set("id", token(job.id()));
    out.set(
        "name",
        token(
            job.keys()
                .get("name")
                .filter(name -> !(name instanceof Token.Literal text && text.text().isEmpty()))
                .orElse(job.id())));
    if (call || !job.needs().isEmpty()) {
      ArrayNode needs = out.putArray("needs");
      job.needs().forEach(need -> needs.add(token(need)));
    }
    out.set("if", condition(job.condition(), job.keys()));
    Optional<JsonNode> permissions =
        job.keys().get("permissions").map(this::permissions).or(() -> inherited);
    permissions.ifPresent(node -> out.set("permissions", node));
    JOB_KEYS.forEach(key -> job.keys().get(key).ifPresent(token -> out.set(key, token(token))));
    job.keys().get("runs-on").ifPresent(token -> out.set("runs-on", token(token)));
    if (!job.steps().isEmpty()) {
      ArrayNode steps = out.putArray("steps");
      job.steps().forEach(step -> steps.add(step(step)));
    }
    job.call().ifPresent(here -> call(out, job, here, permissions));
    return out;
  }

  private void call(
      ObjectNode out,
      JobTemplate job,
      JobTemplate.CallTemplate call,
      Optional<JsonNode> permissions) {
    out.set("ref", token(call.ref()));
    job.keys().get("with").ifPresent(token -> out.set("input-values", token(token)));
    if (call.inheritsSecrets()) {
      out.put("inherit-secrets", true);
    } else {
      job.keys().get("secrets").ifPresent(token -> out.set("secret-values", token(token)));
    }
    if (call.called().isEmpty()) {
      out.putArray("jobs");
      return;
    }
    Token.Members root = call.called().get().root();
    Optional<Token.Members> definitions =
        root.mapping("on").flatMap(on -> on.mapping("workflow_call"));
    Map.of("inputs", "input-definitions", "secrets", "secret-definitions", "outputs", "outputs")
        .forEach(
            (key, name) ->
                definitions
                    .flatMap(here -> here.get(key))
                    .ifPresent(token -> out.set(name, token(token))));
    root.get("env").ifPresent(token -> out.set("env", token(token)));
    root.get("defaults").ifPresent(token -> out.set("defaults", token(token)));
    root.get("concurrency").ifPresent(token -> out.set("embedded-concurrency", token(token)));
    Optional<JsonNode> own = root.get("permissions").map(this::permissions).or(() -> permissions);
    own.ifPresent(node -> out.set("permissions", node));
    out.set("jobs", jobs(call.called().get().jobs(), own));
  }

  private ObjectNode step(JobTemplate.StepTemplate step) {
    ObjectNode out = JSON.objectNode();
    out.put("id", step.id());
    Token.Members keys = step.keys();
    STEP_KEYS.forEach(key -> keys.get(key).ifPresent(token -> out.set(key, token(token))));
    if (keys.get("wait").isPresent()) {
      named(out, "Wait");
      keys.get("wait").ifPresent(token -> out.set("wait", plain(token)));
    } else if (keys.get("wait-all").isPresent()) {
      named(out, "Wait for all");
      out.put("wait-all", true);
    } else if (keys.get("cancel").isPresent()) {
      named(out, "Cancel");
      keys.get("cancel").ifPresent(token -> out.set("cancel", plain(token)));
    } else {
      out.set("if", condition(step.condition(), keys));
    }
    return out;
  }

  private static void named(ObjectNode out, String name) {
    if (!out.has("name")) {
      out.put("name", name);
    }
  }

  private JsonNode plain(Token token) {
    if (token instanceof Token.Items items) {
      ArrayNode list = JSON.arrayNode();
      items.items().forEach(item -> list.add(plain(item)));
      return list;
    }
    return token(token);
  }

  private JsonNode condition(Token.Source condition, Token.Members keys) {
    ObjectNode out = JSON.objectNode();
    out.put("type", 3);
    if (source && keys.get("if").isPresent()) {
      place(out, condition.at());
    }
    out.put("expr", condition.expression());
    return out;
  }

  private JsonNode permissions(Token token) {
    ObjectNode out = JSON.objectNode();
    if (token instanceof Token.Literal all) {
      String level = all.text().replace("-all", "");
      PermissionCheck.ALL.forEach(scope -> out.put(scope, level));
    } else if (token instanceof Token.Members mapping) {
      for (Token.Member member : mapping.members()) {
        String level = ((Token.Literal) member.value()).text();
        if (!level.equals("none")) {
          out.put(((Token.Literal) member.key()).text(), level);
        }
      }
    }
    return out;
  }

  private JsonNode token(Token token) {
    ObjectNode out = JSON.objectNode();
    switch (token) {
      case Token.Literal literal -> {
        if (!source) {
          return literal(literal);
        }
        String key =
            switch (literal.value()) {
              case Value.Bool ignored -> "bool";
              case Value.Num ignored -> "num";
              case Value.Null ignored -> "";
              default -> "lit";
            };
        out.put("type", List.of("lit", "", "", "", "", "bool", "num").indexOf(key));
        if (key.isEmpty()) {
          out.put("type", 7);
        } else {
          out.set(key, literal(literal));
        }
      }
      case Token.Source expression -> out.put("type", 3).put("expr", expression.expression());
      case Token.Insert ignored -> out.put("type", 4).put("directive", "insert");
      case Token.Items items -> {
        out.put("type", 1);
        if (!items.items().isEmpty()) {
          ArrayNode list = out.putArray("seq");
          items.items().forEach(item -> list.add(token(item)));
        }
      }
      case Token.Members members -> {
        out.put("type", 2);
        if (!members.members().isEmpty()) {
          ArrayNode list = out.putArray("map");
          for (Token.Member member : members.members()) {
            ObjectNode pair = list.addObject();
            pair.set("Key", token(member.key()));
            pair.set("Value", token(member.value()));
          }
        }
      }
    }
    if (source) {
      place(out, token.at());
    }
    return out;
  }

  private void place(ObjectNode out, Position at) {
    out.put("file", files.indexOf(at.file()) + 1).put("line", at.line()).put("col", at.column());
  }

  private static JsonNode literal(Token.Literal literal) {
    return switch (literal.value()) {
      case Value.Null ignored -> JSON.nullNode();
      case Value.Bool(boolean flag) -> JSON.booleanNode(flag);
      case Value.Num(double number) ->
          number == Math.rint(number) && Math.abs(number) < 1e15
              ? JSON.numberNode((long) number)
              : JSON.numberNode(number);
      default -> JSON.textNode(literal.text());
    };
  }

  private JsonNode events(Token on) {
    ObjectNode out = JSON.objectNode();
    switch (on) {
      case Token.Literal name -> out.putObject(name.text());
      case Token.Items names ->
          names.items().forEach(name -> out.putObject(((Token.Literal) name).text()));
      case Token.Members events ->
          events
              .members()
              .forEach(
                  member ->
                      out.set(
                          ((Token.Literal) member.key()).text(),
                          event(((Token.Literal) member.key()).text(), member.value())));
      default -> {}
    }
    return out;
  }

  private static JsonNode event(String name, Token value) {
    if (name.equals("schedule")) {
      return data(value);
    }
    if (!(value instanceof Token.Members mapping)) {
      return JSON.objectNode();
    }
    ObjectNode out = JSON.objectNode();
    for (Token.Member member : mapping.members()) {
      String key = ((Token.Literal) member.key()).text();
      if (name.equals("workflow_call") && key.equals("outputs")) {
        continue; // GitHub's converter leaves them out of the events
      }
      boolean list = !name.startsWith("workflow_") || !(member.value() instanceof Token.Members);
      JsonNode data = data(member.value());
      out.set(key, list && !data.isArray() ? JSON.arrayNode().add(data) : data);
    }
    return out;
  }

  private static JsonNode data(Token token) {
    return switch (token) {
      case Token.Literal literal -> literal(literal);
      case Token.Items items -> {
        ArrayNode list = JSON.arrayNode();
        items.items().forEach(item -> list.add(data(item)));
        yield list;
      }
      case Token.Members members -> {
        ObjectNode object = JSON.objectNode();
        for (Token.Member member : members.members()) {
          object.set(((Token.Literal) member.key()).text(), data(member.value()));
        }
        yield object;
      }
      default -> JSON.nullNode();
    };
  }

  /// Whether two results say the same; numbers are compared by value.
  static boolean same(JsonNode ours, JsonNode theirs) throws java.io.IOException {
    ObjectMapper mapper = new ObjectMapper();
    return mapper.readTree(ours.toString()).equals(mapper.readTree(theirs.toString()));
  }
}
