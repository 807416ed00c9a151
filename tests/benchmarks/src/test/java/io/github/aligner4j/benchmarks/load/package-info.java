@NullMarked
package io.github.aligner4j.benchmarks.load;

import org.jspecify.annotations.NullMarked;
