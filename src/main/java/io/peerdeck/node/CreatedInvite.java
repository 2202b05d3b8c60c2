package io.peerdeck.node;

/// A fresh invitation.
///
/// @param text what to hand to the machine that is to come in; it is a secret, told here once and
///     kept nowhere
public record CreatedInvite(InviteView invite, String text) {}
