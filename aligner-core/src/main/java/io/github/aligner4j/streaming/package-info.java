/** Correction of answers while the upstream model still generates them: what adapters and sessions are built of. */
@Incubating
@NullMarked
package io.github.aligner4j.streaming;

import io.github.aligner4j.Incubating;
import org.jspecify.annotations.NullMarked;
