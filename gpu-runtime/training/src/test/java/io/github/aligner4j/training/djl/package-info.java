/** Tests on libtorch. */
@NullMarked
package io.github.aligner4j.training.djl;

import org.jspecify.annotations.NullMarked;
