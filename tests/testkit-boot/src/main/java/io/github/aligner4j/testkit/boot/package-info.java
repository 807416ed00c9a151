/**
 * The test slice of Aligner4J for Spring Boot applications: {@link io.github.aligner4j.testkit.boot.AlignerTest}.
 */
@NullMarked
package io.github.aligner4j.testkit.boot;

import org.jspecify.annotations.NullMarked;
