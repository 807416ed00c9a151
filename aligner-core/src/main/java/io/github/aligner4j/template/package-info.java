/**
 * The prompts that published Aligners were trained with, rendered so that neither question nor answer can forge them.
 *
 * <p>Begin with {@link io.github.aligner4j.template.CorrectionTemplates}. A template belongs to a checkpoint: the wrong one
 * is the likeliest cause of bad corrections.
 */
@NullMarked
package io.github.aligner4j.template;

import org.jspecify.annotations.NullMarked;
