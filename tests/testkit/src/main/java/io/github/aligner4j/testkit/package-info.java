/**
 * Stand-ins for Aligners and models, which run in microseconds, and the contracts of both as tests to extend.
 *
 * <p>{@link io.github.aligner4j.testkit.ScriptedAligner} replaces an Aligner in the tests of an application, and {@link
 * io.github.aligner4j.testkit.ScriptedCompletionModel} the model of one. Extend {@link
 * io.github.aligner4j.testkit.AlignerContract} and {@link io.github.aligner4j.testkit.CompletionModelContract} to test
 * implementations of your own.
 */
@NullMarked
package io.github.aligner4j.testkit;

import org.jspecify.annotations.NullMarked;
