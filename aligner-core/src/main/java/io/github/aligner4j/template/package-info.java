/**
 * The prompt templates of published Aligners, rendered so that neither question nor answer can forge the frame.
 *
 * <p>Start with {@link io.github.aligner4j.template.CorrectionTemplates}. A template belongs to a checkpoint: a wrong one is the
 * most likely cause of bad corrections.
 */
@NullMarked
package io.github.aligner4j.template;

import org.jspecify.annotations.NullMarked;
