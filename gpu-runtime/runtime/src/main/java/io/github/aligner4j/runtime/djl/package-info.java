/**
 * The ports of {@code runtime.model} over DJL: the only package that sees {@code ai.djl}.
 */
@NullMarked
package io.github.aligner4j.runtime.djl;

import org.jspecify.annotations.NullMarked;
