/** Tests. */
@NullMarked
package io.github.aligner4j.evaluation.longanswer;

import org.jspecify.annotations.NullMarked;
