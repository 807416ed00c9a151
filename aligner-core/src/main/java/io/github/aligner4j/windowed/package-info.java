/** The Aligner that corrects a long answer window by window. */
@NullMarked
package io.github.aligner4j.windowed;

import org.jspecify.annotations.NullMarked;
