// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import java.util.List;

/**
 * The texts that {@link Judges} are trained on.
 *
 * @param judged the rows to judge; each is judged by a model that was trained on other ones
 * @param extra further rows for the cross-fitted judge, on which the lexicon's threshold is chosen as well
 * @param others rows for a second judge; empty for none
 * @param lexicon rows for the lexicon of rude words; empty for none
 * @param civil answers whose sentences are civil, for both judges
 */
public record JudgeData(
        List<StyleRow> judged,
        List<StyleRow> extra,
        List<StyleRow> others,
        List<StyleRow> lexicon,
        List<String> civil) {

    /** Copies the lists. */
    public JudgeData {
        judged = List.copyOf(judged);
        extra = List.copyOf(extra);
        others = List.copyOf(others);
        lexicon = List.copyOf(lexicon);
        civil = List.copyOf(civil);
    }
}
