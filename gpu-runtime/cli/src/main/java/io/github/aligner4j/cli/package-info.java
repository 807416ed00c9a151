/**
 * The {@code aligner} command line.
 *
 * <p>Begin with {@link io.github.aligner4j.cli.AlignerCommand}; each command is one class.
 */
@NullMarked
package io.github.aligner4j.cli;

import org.jspecify.annotations.NullMarked;
