/** What {@code aligner bench} measures: the same corrections in several ways of drafting, callers at once, memory. */
@NullMarked
package io.github.aligner4j.bench;

import org.jspecify.annotations.NullMarked;
