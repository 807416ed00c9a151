/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.metric;

import org.jspecify.annotations.NullMarked;
