/** Correctors of two steps, a detector and a corrector, such as IBM Granite Guardian. */
@NullMarked
package io.github.aligner4j.correctors;

import org.jspecify.annotations.NullMarked;
