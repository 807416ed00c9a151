/** Metrics of corrections through Micrometer, which is optional. */
@NullMarked
package io.github.aligner4j.observation;

import org.jspecify.annotations.NullMarked;
