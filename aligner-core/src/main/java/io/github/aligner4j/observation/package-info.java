/** What becomes of answers: metrics through Micrometer, which is optional, and a record to train on. */
@NullMarked
package io.github.aligner4j.observation;

import org.jspecify.annotations.NullMarked;
