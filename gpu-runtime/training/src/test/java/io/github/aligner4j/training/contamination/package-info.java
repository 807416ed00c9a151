/** Tests. */
@NullMarked
package io.github.aligner4j.training.contamination;

import org.jspecify.annotations.NullMarked;
