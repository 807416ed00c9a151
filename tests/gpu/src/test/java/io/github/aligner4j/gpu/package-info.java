@NullMarked
package io.github.aligner4j.gpu;

import org.jspecify.annotations.NullMarked;
