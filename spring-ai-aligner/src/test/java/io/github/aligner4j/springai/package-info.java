/** Tests of the Spring AI advisors. */
@NullMarked
package io.github.aligner4j.springai;

import org.jspecify.annotations.NullMarked;
