/** What the adapters and the cache themselves cost: no model is run. */
@NullMarked
package io.github.aligner4j.benchmarks;

import org.jspecify.annotations.NullMarked;
