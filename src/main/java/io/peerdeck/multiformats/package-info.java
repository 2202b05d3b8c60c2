/// Self-describing bytes: varint, multihash, multibase, CID, peer id, multiaddr, the IPLD data
/// model with its strict DAG-CBOR and DAG-PB codecs, and the Ed25519 keys that names are made of.
///
/// Every room may use this one and it uses none. Everything here is a value or a pure function;
/// every decoder checks lengths before it allocates and accepts exactly one encoding of a value, so
/// that equal content has equal CIDs.
@NullMarked
package io.peerdeck.multiformats;

import org.jspecify.annotations.NullMarked;
