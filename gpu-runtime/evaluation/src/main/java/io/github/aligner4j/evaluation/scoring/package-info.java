/** Scoring single answers: by detectors, classifiers, references, and by what a correction must not lose. */
@NullMarked
package io.github.aligner4j.evaluation.scoring;

import org.jspecify.annotations.NullMarked;
