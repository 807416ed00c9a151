/** Training on libtorch through DJL: the only room of this module that imports {@code ai.djl}. Begin with {@link Trainee}. */
@NullMarked
package io.github.aligner4j.training.djl;

import org.jspecify.annotations.NullMarked;
