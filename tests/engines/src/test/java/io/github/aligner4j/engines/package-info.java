/** Compares a serving engine with the JVM on the same weights. */
@NullMarked
package io.github.aligner4j.engines;

import org.jspecify.annotations.NullMarked;
