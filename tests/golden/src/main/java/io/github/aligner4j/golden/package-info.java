/** Tiny random checkpoints of all model families, and what transformers makes of them. See {@code make_golden.py}. */
@NullMarked
package io.github.aligner4j.golden;

import org.jspecify.annotations.NullMarked;
