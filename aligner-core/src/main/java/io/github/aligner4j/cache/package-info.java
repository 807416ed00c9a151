/** The Aligner that caches corrections. */
@NullMarked
package io.github.aligner4j.cache;

import org.jspecify.annotations.NullMarked;
