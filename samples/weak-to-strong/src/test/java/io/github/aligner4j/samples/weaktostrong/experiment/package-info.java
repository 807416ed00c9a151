/** Tests. */
@NullMarked
package io.github.aligner4j.samples.weaktostrong.experiment;

import org.jspecify.annotations.NullMarked;
