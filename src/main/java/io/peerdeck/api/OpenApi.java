package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document of a list of routes.
final class OpenApi {
  static final String PROBLEM = "application/problem+json";
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final JsonSchema schemas = new JsonSchema();

  private OpenApi() {}

  /// What an error is told in (RFC 9457).
  ///
  /// @param error the same as `detail`
  record Problem(String type, String title, int status, String detail, String error) {
    static Problem of(ApiException refusal) {
      String message = String.valueOf(refusal.getMessage());
      return new Problem(
          "about:blank", title(refusal.status()), refusal.status(), message, message);
    }

    private static String title(int status) {
      return switch (status) {
        case 400 -> "Wrong input";
        case 401 -> "Not let in";
        case 403 -> "Not from there";
        case 404 -> "No such thing";
        case 405 -> "Not offered";
        case 409 -> "Refused";
        case 413 -> "Too large";
        case 429 -> "Too often";
        case 503 -> "Not now";
        case 504 -> "Not in time";
        default -> "Failed";
      };
    }
  }

  static ObjectNode document(List<Route> routes) {
    return new OpenApi().of(routes);
  }

  private ObjectNode of(List<Route> routes) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Peerdeck")
        .put("version", "1")
        .put("description", "A running Peerdeck node. Durations are milliseconds.");
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      ObjectNode path = paths.withObjectProperty(route.path());
      path.set(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
    }
    schemas.of(new Shape.One(Problem.class));
    ObjectNode components = document.putObject("components");
    ObjectNode named = components.putObject("schemas");
    schemas.named().forEach(named::set);
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "the text of `api.token` in the node's data folder");
    document.putArray("security").addObject().putArray("token");
    return document;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode();
    operation.put("summary", route.summary());
    operation.putArray("tags").add(subject(route));
    if (route.open()) {
      operation.putArray("security");
    }
    ArrayNode parameters = operation.putArray("parameters");
    Matcher variables = VARIABLE.matcher(route.path());
    while (variables.find()) {
      ObjectNode variable = parameters.addObject();
      variable.put("name", variables.group(1)).put("in", "path").put("required", true);
      variable.set("schema", JsonSchema.simple("string"));
    }
    for (Field field : route.query()) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", field.name()).put("in", "query").put("required", field.required());
      parameter.set("schema", JsonSchema.of(field));
    }
    if (!route.body().isEmpty()) {
      operation
          .putObject("requestBody")
          .put("required", route.body().stream().anyMatch(Field::required))
          .putObject("content")
          .putObject("application/json")
          .set("schema", body(route.body()));
    }
    ObjectNode responses = operation.putObject("responses");
    ObjectNode content = responses.putObject("200").put("description", "done").putObject("content");
    route
        .answer()
        .ifPresent(
            answer ->
                content.putObject("application/json").set("schema", schemas.of(answer.shape())));
    route.stream()
        .ifPresent(
            stream -> {
              ObjectNode media = content.putObject(stream.mediaType());
              ObjectNode schema = JsonSchema.simple("string");
              schema.put("description", stream.description());
              schema.set("contentSchema", schemas.of(stream.shape()));
              media.set("schema", schema);
            });
    responses
        .putObject("default")
        .put("description", "refused or failed")
        .putObject("content")
        .putObject(PROBLEM)
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
    return operation;
  }

  private static String subject(Route route) {
    return Request.segments(route.path()).get(2);
  }

  private static ObjectNode body(List<Field> fields) {
    ObjectNode schema = JsonSchema.simple("object");
    ObjectNode properties = schema.putObject("properties");
    for (Field field : fields) {
      properties.set(field.name(), JsonSchema.of(field));
      if (field.required()) {
        schema.withArray("required").add(field.name());
      }
    }
    return schema;
  }
}
