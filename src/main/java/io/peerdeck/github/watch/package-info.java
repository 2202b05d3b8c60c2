/// Workflow runs that wait at GitHub, for somebody who can run them elsewhere. Only GitHub's own
/// word counts here, since it decides what is run. What is in a workflow file is `node`'s business.
@NullMarked
package io.peerdeck.github.watch;

import org.jspecify.annotations.NullMarked;
