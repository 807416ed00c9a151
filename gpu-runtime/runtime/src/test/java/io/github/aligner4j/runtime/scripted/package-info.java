/** Stand-ins for a model, its tokenizer and time: tests of generation and scheduling need no device and no waiting. */
@NullMarked
package io.github.aligner4j.runtime.scripted;

import org.jspecify.annotations.NullMarked;
