/**
 * Training on libtorch through DJL: the only package of this module that imports {@code ai.djl}. Begin with
 * {@link TrainableModel}.
 */
@NullMarked
package io.github.aligner4j.training.djl;

import org.jspecify.annotations.NullMarked;
