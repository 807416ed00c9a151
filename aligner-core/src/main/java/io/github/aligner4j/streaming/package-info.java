/** Correction of answers while the upstream model still writes them. */
@NullMarked
package io.github.aligner4j.streaming;

import org.jspecify.annotations.NullMarked;
