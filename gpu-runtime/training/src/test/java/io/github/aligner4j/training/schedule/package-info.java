/** Tests. */
@NullMarked
package io.github.aligner4j.training.schedule;

import org.jspecify.annotations.NullMarked;
