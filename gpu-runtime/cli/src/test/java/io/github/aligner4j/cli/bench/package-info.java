@NullMarked
package io.github.aligner4j.cli.bench;

import org.jspecify.annotations.NullMarked;
