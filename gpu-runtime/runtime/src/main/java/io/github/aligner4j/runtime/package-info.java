/**
 * Runs Hugging Face checkpoints in the JVM.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.checkpoint.CheckpointDirectory}, what a folder holds, then
 * {@code runtime.djl.TorchEngine}, which turns it into a
 * {@link io.github.aligner4j.runtime.model.CausalLanguageModel}.
 */
@NullMarked
package io.github.aligner4j.runtime;

import org.jspecify.annotations.NullMarked;
