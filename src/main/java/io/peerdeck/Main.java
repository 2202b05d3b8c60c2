package io.peerdeck;

/// The program's entry: a plain class, because a main class that extends `Application` cannot start
/// from the class path.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(2);
  }
}
