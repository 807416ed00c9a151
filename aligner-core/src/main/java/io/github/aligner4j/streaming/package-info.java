/** Correction of answers while the upstream model still generates them: what adapters and sessions are built of. */
@NullMarked
package io.github.aligner4j.streaming;

import org.jspecify.annotations.NullMarked;
