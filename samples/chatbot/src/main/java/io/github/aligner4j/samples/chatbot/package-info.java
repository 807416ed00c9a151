/** A web chatbot whose answers are corrected before anyone, the chatbot's own memory included, sees them. */
@NullMarked
package io.github.aligner4j.samples.chatbot;

import org.jspecify.annotations.NullMarked;
