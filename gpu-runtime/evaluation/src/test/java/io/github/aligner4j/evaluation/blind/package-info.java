/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.blind;

import org.jspecify.annotations.NullMarked;
