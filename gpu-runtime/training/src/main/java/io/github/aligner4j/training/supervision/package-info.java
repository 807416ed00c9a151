/**
 * Turns corrected answers into supervision for the upstream model, as Hugging Face's TRL reads it. Begin with {@link Export}.
 */
@NullMarked
package io.github.aligner4j.training.supervision;

import org.jspecify.annotations.NullMarked;
