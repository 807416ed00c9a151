/**
 * Long good answers with rude sentences in them: which sentences were corrected, and whether anything else was changed.
 */
@NullMarked
package io.github.aligner4j.evaluation.longanswer;

import org.jspecify.annotations.NullMarked;
