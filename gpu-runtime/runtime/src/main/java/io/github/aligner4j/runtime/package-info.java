/**
 * Runs Hugging Face checkpoints in the JVM.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.CheckpointAligner}, an Aligner, or {@link
 * io.github.aligner4j.runtime.TorchCompletionModel}, the language model behind it. Both are loaded from a {@link
 * io.github.aligner4j.runtime.ModelSource} with {@link io.github.aligner4j.runtime.RuntimeOptions}.
 */
@NullMarked
package io.github.aligner4j.runtime;

import org.jspecify.annotations.NullMarked;
