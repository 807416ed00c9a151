/** Tests. */
@NullMarked
package io.github.aligner4j.civility.rows;

import org.jspecify.annotations.NullMarked;
