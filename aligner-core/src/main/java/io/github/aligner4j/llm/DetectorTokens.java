// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Incubating;

/**
 * The tokens by which a model decides whether an answer needs a correction: the first token of its completion is one of them.
 * Behind {@code changed} follows the correction; {@code unchanged} stands for the answer as it is. Both are ordinary tokens of the
 * vocabulary, as the control codes of CTRL (Keskar et al. 2019) and the reflection tokens of Self-RAG (Asai et al. 2023) are.
 *
 * @param name the name of what is detected, such as {@code rudeness}; the label of {@linkplain io.github.aligner4j.Detection
 *     detections}
 * @param changed the text of the token before a correction
 * @param unchanged the text of the token of an answer that needs no correction
 */
@Incubating
public record DetectorTokens(String name, String changed, String unchanged) {

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if the name is blank, a token is empty, or both are the same
     */
    public DetectorTokens {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a detector needs a name, but it is blank");
        }
        if (changed.isEmpty() || unchanged.isEmpty() || changed.equals(unchanged)) {
            throw new IllegalArgumentException(
                    "a detector's tokens 'changed' and 'unchanged' must be different and not empty," + " but were '"
                            + changed + "' and '" + unchanged + "'");
        }
    }
}
