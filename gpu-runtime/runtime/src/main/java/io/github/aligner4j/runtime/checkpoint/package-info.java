/**
 * Reads and checks a Hugging Face checkpoint folder: configuration, tensors, special token ids.
 *
 * <p>Nothing here touches native code. Every fault of a folder is found before any of its bytes reach libtorch,
 * and reported as a {@link io.github.aligner4j.runtime.checkpoint.CheckpointException}. Begin with
 * {@link io.github.aligner4j.runtime.checkpoint.CheckpointDirectory}.
 */
@NullMarked
package io.github.aligner4j.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
