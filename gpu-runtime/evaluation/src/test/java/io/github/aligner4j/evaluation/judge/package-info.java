/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.judge;

import org.jspecify.annotations.NullMarked;
