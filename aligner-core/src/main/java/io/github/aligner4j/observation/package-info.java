/** Observation of stacks: metrics through Micrometer, which is optional, and recordings to train on. */
@NullMarked
package io.github.aligner4j.observation;

import org.jspecify.annotations.NullMarked;
