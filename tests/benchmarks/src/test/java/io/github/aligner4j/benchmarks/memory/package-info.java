@NullMarked
package io.github.aligner4j.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
