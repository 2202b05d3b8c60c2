package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// A path of the API's server beside `/api/v1/`, with a token of its own.
///
/// The server has looked at host, origin and rate before it asks [#accepts], and bounds the body of
/// the request to [#MAX_BODY] bytes: reading beyond throws [ApiException] 413. It sends the answer
/// itself and ends connections whose other end does not read.
public interface ApiPath {
  /// Bytes of a request's body.
  int MAX_BODY = ApiServer.MAX_BODY;

  /// The whole path, such as `/mcp`.
  String path();

  /// Whether this `Authorization` header, empty when there was none, lets a request in. To be
  /// compared in constant time.
  boolean accepts(String authorization);

  /// The file of the data folder that has the token, for who comes without.
  default String tokenFile() {
    return ApiToken.API;
  }

  /// What is sent.
  ///
  /// @param body none where it is empty
  record Reply(int status, String mediaType, byte[] body) {}

  /// Answers one request on a virtual thread of its own. An [ApiException] is answered as a problem
  /// document.
  ///
  /// @param request to be read from only
  Reply answer(HttpExchange request) throws IOException;
}
