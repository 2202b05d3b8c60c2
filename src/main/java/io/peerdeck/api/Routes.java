package io.peerdeck.api;

import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Route.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.Node;
import java.util.ArrayList;
import java.util.List;

/// All that the API does, subject by subject.
final class Routes {
  static final String HELLO = Route.ROOT + "hello";
  private static final int MIN_NONCE = 32;
  private static final int MAX_NONCE = 128;

  private Routes() {}

  /// What only a holder of the token can answer.
  record Hello(String proof) {}

  static RouteTable table(
      Node node, ApiToken token, HostDoors doors, EventStreams streams, ChangeStream changes) {
    List<Route> routes = new ArrayList<>();
    routes.add(hello(token));
    routes.addAll(new NodeRoutes(node, changes).routes());
    routes.addAll(new RunRoutes(node).routes());
    routes.addAll(new LogRoutes(node, new LogStream(node, streams)).routes());
    routes.addAll(new TemplateRoutes(node).routes());
    routes.addAll(new ArtifactRoutes(node).routes());
    routes.addAll(new ClockRoutes(node, streams).routes());
    routes.addAll(new PeerRoutes(node).routes());
    routes.addAll(new FleetRoutes(node).routes());
    routes.addAll(new CacheRoutes(node).routes());
    routes.addAll(new SecretRoutes(node).routes());
    routes.addAll(new DashboardRoutes(node).routes());
    routes.addAll(doors.routes());
    routes.add(document(routes));
    return new RouteTable(routes);
  }

  private static Route hello(ApiToken token) {
    return get("hello", "The server proves that it knows the token, without telling it")
        .open()
        .query(text("nonce", "32 to 128 characters of the client's own").needed())
        .answer(
            Hello.class,
            request ->
                new Hello(
                    token.proof(
                        request
                            .parameter("nonce")
                            .filter(
                                said -> said.length() >= MIN_NONCE && said.length() <= MAX_NONCE)
                            .orElseThrow(
                                () ->
                                    new ApiException(
                                        400, "`nonce` must have 32 to 128 characters.")))));
  }

  /// The description of these routes, itself included.
  private static Route document(List<Route> others) {
    List<Route> all = new ArrayList<>(others);
    Route route =
        get("openapi.json", "This document")
            .answer(ObjectNode.class, request -> OpenApi.document(all));
    all.add(route);
    return route;
  }
}
