/**
 * The API: Aligners, stacks of Aligners, failure policies, gates and detectors.
 *
 * <p>Start with {@link io.github.aligner4j.Aligner}. Everything else implements it ({@code
 * io.github.aligner4j.llm.CompletionAligner}), composes Aligners ({@link io.github.aligner4j.AlignerStack}) or describes what they
 * did ({@link io.github.aligner4j.Correction}). Of the other packages, this one depends on {@code text} alone.
 */
@NullMarked
package io.github.aligner4j;

import org.jspecify.annotations.NullMarked;
