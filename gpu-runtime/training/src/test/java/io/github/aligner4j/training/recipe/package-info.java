/** Tests. */
@NullMarked
package io.github.aligner4j.training.recipe;

import org.jspecify.annotations.NullMarked;
