/**
 * Corrects the answers of Spring AI's chat clients by an {@link io.github.aligner4j.Aligner}.
 *
 * <p>Begin with {@link io.github.aligner4j.springai.AlignerAdvisors}, which returns the advisors for {@code
 * ChatClient.Builder.defaultAdvisors}.
 */
@NullMarked
package io.github.aligner4j.springai;

import org.jspecify.annotations.NullMarked;
