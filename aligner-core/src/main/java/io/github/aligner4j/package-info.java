/**
 * Aligners, stacks of Aligners, and what happens when one fails.
 *
 * <p>Begin with {@link io.github.aligner4j.Aligner}: everything else makes one ({@link
 * io.github.aligner4j.llm.CompletionAligner}), composes some ({@link io.github.aligner4j.AlignerStack}) or says what one did
 * ({@link io.github.aligner4j.Correction}).
 */
@NullMarked
package io.github.aligner4j;

import org.jspecify.annotations.NullMarked;
