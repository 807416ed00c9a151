@NullMarked
package io.github.aligner4j.evaluation.traffic;

import org.jspecify.annotations.NullMarked;
