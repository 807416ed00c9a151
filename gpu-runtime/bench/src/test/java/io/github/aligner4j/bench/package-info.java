@NullMarked
package io.github.aligner4j.bench;

import org.jspecify.annotations.NullMarked;
