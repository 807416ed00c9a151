/**
 * Aligners made of a chat model and a prompt: rewriting by principles, self-refinement, critique and revision, best-of-n.
 *
 * <p>Start with {@link io.github.aligner4j.prompted.PromptedAligner}. The prompts are files among this package's resources; {@link
 * io.github.aligner4j.prompted.Prompts} describes their format, in which a program can write its own.
 */
@NullMarked
package io.github.aligner4j.prompted;

import org.jspecify.annotations.NullMarked;
