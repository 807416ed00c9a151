/** The time that a streaming user waits for the correction, with and without work done ahead of the answer's end. */
@NullMarked
package io.github.aligner4j.benchmarks.ahead;

import org.jspecify.annotations.NullMarked;
