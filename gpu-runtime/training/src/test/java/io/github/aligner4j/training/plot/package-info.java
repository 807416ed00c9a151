/** Tests. */
@NullMarked
package io.github.aligner4j.training.plot;

import org.jspecify.annotations.NullMarked;
