/**
 * Runs checkpoints on libtorch through DJL; nothing else in the project imports {@code ai.djl}.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.djl.TorchEngine}. A model is a TorchScript program without state, whose
 * text {@code DecoderSource} writes from the checkpoint's configuration; weights and key/value caches are lists of tensors
 * that are handed to it. Java holds them as {@code IValue}s, which no garbage collector frees: each is closed by whoever made
 * it.
 */
@NullMarked
package io.github.aligner4j.runtime.djl;

import org.jspecify.annotations.NullMarked;
