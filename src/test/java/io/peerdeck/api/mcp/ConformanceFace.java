package io.peerdeck.api.mcp;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What the conformance suite wants to find at a server, by its names, on the messages' way that a
/// node's own face has.
public final class ConformanceFace {
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  private static final String SILENCE =
      "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
  private static final McpSchema.Content IMAGE =
      McpSchema.ImageContent.builder(PIXEL, "image/png").build();

  private ConformanceFace() {}

  public static McpFace make() {
    McpJson json = new McpJson();
    List<SyncResourceSpecification> resources =
        List.of(
            resource(
                "test://static-text",
                uri ->
                    McpSchema.TextResourceContents.builder(
                            uri, "This is the content of the static text resource.")
                        .mimeType("text/plain")
                        .build()),
            resource(
                "test://static-binary",
                uri ->
                    McpSchema.BlobResourceContents.builder(uri, PIXEL)
                        .mimeType("image/png")
                        .build()));
    McpCalls calls =
        new McpCalls(
            json,
            () ->
                McpSchema.ListResourcesResult.builder(
                        resources.stream().map(SyncResourceSpecification::resource).toList())
                    .build());
    McpServer.sync(calls.transport())
        .serverInfo("conformance", "1")
        .capabilities(
            McpSchema.ServerCapabilities.builder()
                .tools(false)
                .resources(false, false)
                .prompts(false)
                .build())
        .jsonMapper(json)
        .jsonSchemaValidator((schema, content) -> null)
        .validateToolInputs(false)
        .immediateExecution(true)
        .tools(tools())
        .resources(resources)
        .resourceTemplates(
            List.of(
                new SyncResourceTemplateSpecification(
                    McpSchema.ResourceTemplate.builder("test://template/{id}/data", "template")
                        .build(),
                    (context, request) -> template(request.uri()))))
        .prompts(prompts())
        .build();
    return new McpFace(calls);
  }

  private static McpSchema.ReadResourceResult template(String uri) {
    String id = uri.split("/")[3];
    return McpSchema.ReadResourceResult.builder(
            List.of(
                McpSchema.TextResourceContents.builder(
                        uri, "{\"id\":\"" + id + "\",\"templateTest\":true}")
                    .mimeType("application/json")
                    .build()))
        .build();
  }

  private static SyncResourceSpecification resource(
      String uri, Function<String, McpSchema.ResourceContents> contents) {
    return new SyncResourceSpecification(
        McpSchema.Resource.builder(uri, uri.substring(7)).build(),
        (context, request) ->
            McpSchema.ReadResourceResult.builder(List.of(contents.apply(uri))).build());
  }

  private static McpSchema.Content text(String text) {
    return McpSchema.TextContent.builder(text).build();
  }

  private static McpSchema.Content embedded(String uri, String type, String text) {
    return McpSchema.EmbeddedResource.builder(
            McpSchema.TextResourceContents.builder(uri, text).mimeType(type).build())
        .build();
  }

  private static List<SyncToolSpecification> tools() {
    return List.of(
        tool("test_simple_text", text("This is a simple text response for testing.")),
        tool("test_image_content", IMAGE),
        tool("test_audio_content", McpSchema.AudioContent.builder(SILENCE, "audio/wav").build()),
        tool(
            "test_embedded_resource",
            embedded(
                "test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        tool(
            "test_multiple_content_types",
            text("Multiple content types test:"),
            IMAGE,
            embedded("test://mixed-content-resource", "application/json", "{\"test\":\"data\"}")),
        tool("test_error_handling", text("This tool intentionally returns an error for testing")));
  }

  private static SyncToolSpecification tool(String name, McpSchema.Content... content) {
    return new SyncToolSpecification(
        McpSchema.Tool.builder(name, Map.of("type", "object", "properties", Map.of()))
            .description(name)
            .build(),
        (context, request) ->
            McpSchema.CallToolResult.builder()
                .content(Arrays.asList(content))
                .isError(name.endsWith("error_handling"))
                .build());
  }

  private static List<SyncPromptSpecification> prompts() {
    return List.of(
        prompt(
            "test_simple_prompt",
            List.of(),
            request -> List.of(text("This is a simple prompt for testing."))),
        prompt(
            "test_prompt_with_arguments",
            List.of("arg1", "arg2"),
            request ->
                List.of(
                    text(
                        "Prompt with arguments: arg1='%s', arg2='%s'"
                            .formatted(
                                request.arguments().get("arg1"),
                                request.arguments().get("arg2"))))),
        prompt(
            "test_prompt_with_embedded_resource",
            List.of("resourceUri"),
            request ->
                List.of(
                    embedded(
                        request.arguments().get("resourceUri").toString(),
                        "text/plain",
                        "Embedded resource content for testing."),
                    text("Please process the embedded resource above."))),
        prompt(
            "test_prompt_with_image",
            List.of(),
            request -> List.of(IMAGE, text("Please analyze the image above."))));
  }

  private static SyncPromptSpecification prompt(
      String name,
      List<String> arguments,
      Function<McpSchema.GetPromptRequest, List<McpSchema.Content>> contents) {
    List<McpSchema.PromptArgument> described = new ArrayList<>();
    arguments.forEach(
        argument ->
            described.add(
                McpSchema.PromptArgument.builder(argument)
                    .description(argument)
                    .required(true)
                    .build()));
    return new SyncPromptSpecification(
        McpSchema.Prompt.builder(name).description(name).arguments(described).build(),
        (context, request) ->
            McpSchema.GetPromptResult.builder(
                    contents.apply(request).stream()
                        .map(content -> new McpSchema.PromptMessage(McpSchema.Role.USER, content))
                        .toList())
                .build());
  }
}
