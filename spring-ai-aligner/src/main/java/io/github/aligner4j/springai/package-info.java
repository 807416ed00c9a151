/**
 * Aligners in Spring AI chat clients.
 *
 * <p>Begin with {@link io.github.aligner4j.springai.AlignerAdvisors}: what it returns goes into {@code
 * ChatClient.Builder.defaultAdvisors}.
 */
@NullMarked
package io.github.aligner4j.springai;

import org.jspecify.annotations.NullMarked;
