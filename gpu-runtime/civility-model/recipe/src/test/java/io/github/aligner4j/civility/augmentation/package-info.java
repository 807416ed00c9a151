/** Tests. */
@NullMarked
package io.github.aligner4j.civility.augmentation;

import org.jspecify.annotations.NullMarked;
