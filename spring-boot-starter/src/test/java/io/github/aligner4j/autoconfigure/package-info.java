/** Tests of the starter. */
@NullMarked
package io.github.aligner4j.autoconfigure;

import org.jspecify.annotations.NullMarked;
