/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.plot;

import org.jspecify.annotations.NullMarked;
