/// What an AI assistant sees of a node, by the Model Context Protocol: tools, resources and prompts
/// over [io.peerdeck.node.Node] and nothing else. Reading is open to whoever holds the token;
/// each changing tool and each folder is named in the settings. `api` carries the messages.
@NullMarked
package io.peerdeck.api.mcp;

import org.jspecify.annotations.NullMarked;
