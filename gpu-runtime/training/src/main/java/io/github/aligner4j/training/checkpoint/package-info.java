/** Checkpoint folders in the layout of Hugging Face, written atomically. Begin with {@link CheckpointWriter}. */
@NullMarked
package io.github.aligner4j.training.checkpoint;

import org.jspecify.annotations.NullMarked;
