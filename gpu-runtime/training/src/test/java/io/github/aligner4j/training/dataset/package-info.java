/** Tests. */
@NullMarked
package io.github.aligner4j.training.dataset;

import org.jspecify.annotations.NullMarked;
