@NullMarked
package io.github.aligner4j.benchmarks;

import org.jspecify.annotations.NullMarked;
