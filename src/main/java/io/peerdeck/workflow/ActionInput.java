package io.peerdeck.workflow;

import java.util.Optional;

/// An input that an action declares.
///
/// @param name as declared; told apart without letter case
/// @param defaultValue evaluated where the step gives none
/// @param deprecation what to say to those who still give it
public record ActionInput(
    String name, boolean required, Optional<Template> defaultValue, Optional<String> deprecation) {}
