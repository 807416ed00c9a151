// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

/** The reason why generation ended. */
public enum FinishReason {
    /** The model generated an end-of-sequence token or a stop string. */
    STOP,
    /** The limit of new tokens or of the model's context was reached; the text is cut off. */
    LENGTH
}
