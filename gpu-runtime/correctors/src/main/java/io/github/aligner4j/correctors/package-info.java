/** Two-step correctors, a detector and a corrector over one base model, such as IBM Granite Guardian. */
@NullMarked
package io.github.aligner4j.correctors;

import org.jspecify.annotations.NullMarked;
