/** Guesses of a sequence's next tokens, which the model then verifies all at once. */
@NullMarked
package io.github.aligner4j.runtime.drafting;

import org.jspecify.annotations.NullMarked;
