/** Tests. */
@NullMarked
package io.github.aligner4j.training.augmentation;

import org.jspecify.annotations.NullMarked;
