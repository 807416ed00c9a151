/**
 * More and clearer rows from few: what people changed beside the point is left out, and the words they took away are put where
 * others stood, and into good answers. Begin with {@link io.github.aligner4j.training.augmentation.Trimming}.
 */
@NullMarked
package io.github.aligner4j.training.augmentation;

import org.jspecify.annotations.NullMarked;
