/** Tests. */
@NullMarked
package io.github.aligner4j.training.checkpoint;

import org.jspecify.annotations.NullMarked;
