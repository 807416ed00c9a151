@NullMarked
package io.github.aligner4j.benchmarks.start;

import org.jspecify.annotations.NullMarked;
