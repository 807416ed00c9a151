@NullMarked
package io.github.aligner4j.benchmarks.ahead;

import org.jspecify.annotations.NullMarked;
