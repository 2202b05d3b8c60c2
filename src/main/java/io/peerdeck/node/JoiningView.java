package io.peerdeck.node;

import java.util.List;

/// How far this node has come on its way into a fleet.
///
/// @param state `dialing`, `waiting` (reached; an operator there decides, or it is asked again),
///     `syncing` (let in, fetching the fleet's clock) or `refused` (for good)
/// @param sentence the same for people, with what to do where something is to be done
/// @param members the addresses asked
/// @param invited whether it comes by an invitation
public record JoiningView(String state, String sentence, List<String> members, boolean invited) {}
