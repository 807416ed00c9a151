/** Spring AI with corrected answers, without Spring Boot. */
@NullMarked
package io.github.aligner4j.samples.springai;

import org.jspecify.annotations.NullMarked;
