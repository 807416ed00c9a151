/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.insertion;

import org.jspecify.annotations.NullMarked;
