@NullMarked
package io.github.aligner4j.evaluation.score;

import org.jspecify.annotations.NullMarked;
