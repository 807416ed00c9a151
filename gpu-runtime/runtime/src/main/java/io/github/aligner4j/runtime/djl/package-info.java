/**
 * Runs checkpoints on libtorch through DJL. Apart from the trainer's engine, nothing else in the project imports {@code ai.djl}.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.djl.TorchEngine}. A model is a TorchScript program without state, whose
 * source {@code DecoderSource} derives from the checkpoint's configuration; weights and key/value caches are lists of
 * tensors that are passed to it. Java holds them as {@code IValue}s, which the garbage collector does not free: the code that
 * creates one closes it.
 */
@NullMarked
package io.github.aligner4j.runtime.djl;

import org.jspecify.annotations.NullMarked;
