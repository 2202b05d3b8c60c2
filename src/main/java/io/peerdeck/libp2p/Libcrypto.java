package io.peerdeck.libp2p;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// The few functions of OpenSSL's libcrypto (`EVP_…`) that ChaCha20-Poly1305 needs. Handles are
/// static constants because only those are compiled down to plain calls.
@SuppressWarnings("restricted") // started with --enable-native-access
final class Libcrypto {
  // Only versioned names: macOS ends a process that loads its unversioned libcrypto.
  private static final List<String> NAMES =
      List.of("libcrypto.so.3", "libcrypto.so.1.1", "libcrypto-3-x64.dll");
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Optional<SymbolLookup> SYMBOLS = find();

  private static final MethodHandle NEW =
      bind("EVP_CIPHER_CTX_new", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle FREE =
      bind("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle CHACHA =
      bind("EVP_chacha20_poly1305", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle INIT =
      bind("EVP_CipherInit_ex", toInt(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle UPDATE =
      bind("EVP_CipherUpdate", toInt(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle FINAL =
      bind("EVP_CipherFinal_ex", toInt(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle CONTROL =
      bind("EVP_CIPHER_CTX_ctrl", toInt(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  private Libcrypto() {}

  static boolean available() {
    return SYMBOLS.isPresent() && !System.getProperty("peerdeck.libcrypto", "on").equals("off");
  }

  /// A context that encrypts or decrypts under a key of 32 bytes. To be freed.
  static MemorySegment context(MemorySegment key, boolean encrypt) {
    try {
      MemorySegment context = (MemorySegment) NEW.invokeExact();
      if (context.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("EVP_CIPHER_CTX_new");
      }
      MemorySegment cipher = (MemorySegment) CHACHA.invokeExact();
      MemorySegment none = MemorySegment.NULL;
      check(
          (int) INIT.invokeExact(context, cipher, none, key, none, encrypt ? 1 : 0),
          "EVP_CipherInit_ex");
      return context;
    } catch (Throwable e) {
      throw wrapped(e);
    }
  }

  static void nonce(MemorySegment context, MemorySegment iv) {
    MemorySegment none = MemorySegment.NULL;
    try {
      check((int) INIT.invokeExact(context, none, none, none, iv, -1), "EVP_CipherInit_ex");
    } catch (Throwable e) {
      throw wrapped(e);
    }
  }

  /// Runs `length` bytes of `input` through the cipher into `output`, which may be the same memory;
  /// as associated data when `output` is NULL.
  static void update(
      MemorySegment context,
      MemorySegment output,
      MemorySegment written,
      MemorySegment input,
      int length) {
    try {
      check((int) UPDATE.invokeExact(context, output, written, input, length), "EVP_CipherUpdate");
    } catch (Throwable e) {
      throw wrapped(e);
    }
  }

  /// Ends a message; false when it was being decrypted and its tag is wrong.
  static boolean finish(MemorySegment context, MemorySegment rest, MemorySegment written) {
    try {
      return (int) FINAL.invokeExact(context, rest, written) == 1;
    } catch (Throwable e) {
      throw wrapped(e);
    }
  }

  static void control(MemorySegment context, int command, MemorySegment tag) {
    try {
      check(
          (int) CONTROL.invokeExact(context, command, (int) tag.byteSize(), tag),
          "EVP_CIPHER_CTX_ctrl");
    } catch (Throwable e) {
      throw wrapped(e);
    }
  }

  static void free(MemorySegment context) {
    try {
      FREE.invokeExact(context);
    } catch (Throwable e) {
      throw wrapped(e);
    }
  }

  private static void check(int result, String function) {
    if (result != 1) {
      throw new Libp2pException("libcrypto's " + function + " failed");
    }
  }

  private static RuntimeException wrapped(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new Libp2pException("libcrypto could not be called", e);
    };
  }

  private static FunctionDescriptor toInt(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static MethodHandle bind(String name, FunctionDescriptor type) {
    // Critical: these return within microseconds, and may be given arrays.
    return SYMBOLS
        .map(
            symbols ->
                LINKER.downcallHandle(
                    symbols.findOrThrow(name), type, Linker.Option.critical(true)))
        .orElseGet(() -> MethodHandles.empty(type.toMethodType()));
  }

  private static Optional<SymbolLookup> find() {
    for (String name : NAMES) {
      try {
        SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
        symbols.findOrThrow("EVP_chacha20_poly1305");
        return Optional.of(symbols);
      } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
        LoggerFactory.getLogger(Libcrypto.class).debug("{} does not serve: {}", name, e.toString());
      }
    }
    return Optional.empty();
  }
}
