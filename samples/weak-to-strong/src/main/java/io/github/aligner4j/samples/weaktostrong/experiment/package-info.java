/** Small experiments on models that are trained from scratch in seconds. Begin with {@link ExperimentCommand}. */
@NullMarked
package io.github.aligner4j.samples.weaktostrong.experiment;

import org.jspecify.annotations.NullMarked;
