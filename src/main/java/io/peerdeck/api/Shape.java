package io.peerdeck.api;

/// What an answer is made of.
sealed interface Shape {
  /// One thing of a type, as [Json] writes it.
  record One(Class<?> type) implements Shape {}

  /// A list of them.
  record Many(Class<?> type) implements Shape {}

  /// The node did what was asked and has nothing more to say.
  record Done(boolean ok) {
    static final Done OK = new Done(true);
  }
}
