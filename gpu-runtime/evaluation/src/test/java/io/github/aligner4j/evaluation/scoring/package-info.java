@NullMarked
package io.github.aligner4j.evaluation.scoring;

import org.jspecify.annotations.NullMarked;
