/**
 * The {@code aligner} command line: parses options, reads and writes files, and prints. The work is done by the modules runtime,
 * training, evaluation and bench.
 *
 * <p>Begin with {@link io.github.aligner4j.cli.AlignerCommand}. Each command is a class {@code ...Command}; options that belong
 * together, or that several commands share, are mixins {@code ...Flags}.
 */
@NullMarked
package io.github.aligner4j.cli;

import org.jspecify.annotations.NullMarked;
