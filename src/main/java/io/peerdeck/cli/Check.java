package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// What `doctor` found of one thing.
///
/// @param state `ok`, `warning` (it works, but), `problem` or `unknown`
/// @param found what is there, in a sentence
/// @param todo what to do; empty when nothing is to be done
record Check(String name, String state, String found, String todo) {
  static Check ok(String name, String found) {
    return new Check(name, "ok", found, "");
  }

  static Check warning(String name, String found, String todo) {
    return new Check(name, "warning", found, todo);
  }

  static Check problem(String name, String found, String todo) {
    return new Check(name, "problem", found, todo);
  }

  static Check unknown(String name, String found) {
    return new Check(name, "unknown", found, "");
  }

  boolean bad() {
    return state.equals("problem");
  }

  JsonNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("state", state)
        .put("found", found)
        .put("todo", todo);
  }
}
