/** Tests of training as a whole. */
@NullMarked
package io.github.aligner4j.training;

import org.jspecify.annotations.NullMarked;
