/** Folders in Hugging Face layout, written whole or not at all. Begin with {@link CheckpointWriter}. */
@NullMarked
package io.github.aligner4j.training.checkpoint;

import org.jspecify.annotations.NullMarked;
