/** Tests. */
@NullMarked
package io.github.aligner4j.training.supervision;

import org.jspecify.annotations.NullMarked;
