/**
 * Runs Hugging Face checkpoints in the JVM.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.CheckpointAligner}, an Aligner, or {@link
 * io.github.aligner4j.runtime.TorchCompletionModel}, the language model behind it.
 */
@NullMarked
package io.github.aligner4j.runtime;

import org.jspecify.annotations.NullMarked;
