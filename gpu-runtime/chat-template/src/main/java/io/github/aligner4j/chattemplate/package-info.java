/** Renders the chat templates of checkpoints so that no text can forge a role. */
@NullMarked
package io.github.aligner4j.chattemplate;

import org.jspecify.annotations.NullMarked;
