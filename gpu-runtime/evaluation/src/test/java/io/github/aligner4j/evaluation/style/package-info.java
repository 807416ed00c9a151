/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.style;

import org.jspecify.annotations.NullMarked;
