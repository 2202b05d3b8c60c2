package io.peerdeck.node;

import java.util.List;

/// How far this node has come on its way into a fleet.
///
/// @param state `dialing`, `asking` (it knocks), `waiting` (an operator there decides), `syncing`
///     or `refused`
/// @param sentence the same for people, with what to do where something is to be done
/// @param members the addresses asked
/// @param invited whether it comes by an invitation
public record JoiningView(String state, String sentence, List<String> members, boolean invited) {}
