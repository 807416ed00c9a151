// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A comparison of two answers.
 *
 * @param key the comparisons that it belongs to
 * @param preference 1 if the system's answer is better, 0 if the baseline's is, or a probability; NaN without a verdict
 * @param baselineLength the length of the baseline's answer in characters; -1 if it isn't known
 * @param length the length of the system's answer; -1 if it isn't known
 */
record WinRateRow(WinRateKey key, double preference, int baselineLength, int length) {

    /** The length of an answer that isn't known. */
    static final int UNKNOWN = -1;

    private static final double TIE = 0.5;
    private static final String NEEDED = "instruction, output_1, output_2, generator_1, generator_2 and preference";

    /**
     * Reads an annotation of alpaca_eval. Its preference is 1 for the baseline's answer ({@code output_1}), 2 for the system's, 0 or 1.5
     * for a tie, or a number between; others are left out, as alpaca_eval does.
     */
    static WinRateRow ofAlpacaEval(JsonRow row) throws BadRowException {
        JsonNode json = row.json();
        JsonNode preference = json.path("preference");
        if (!preference.isNumber() && !preference.isNull() && !preference.isMissingNode()) {
            throw new BadRowException("'preference' is not a number; it must be 0 or 1 to 2, or null");
        }
        WinRateKey key = new WinRateKey(
                row.text("generator_2", NEEDED),
                row.text("generator_1", NEEDED),
                json.path("annotator").asString(""),
                "");
        return new WinRateRow(
                key,
                ofAlpacaEval(preference),
                length(row.text("output_1", NEEDED)),
                length(row.text("output_2", NEEDED)));
    }

    private static double ofAlpacaEval(JsonNode preference) {
        double value = preference.isNumber() ? preference.asDouble() : Double.NaN;
        if (value == 0) {
            return TIE;
        }
        return value >= 1 && value <= 2 ? value - 1 : Double.NaN;
    }

    /**
     * Reads a comparison of critiques by GPT-4 as auto-j stores them: a reply that begins with {@code A:} (the first one is better),
     * {@code B:} or {@code C:} (neither), and whether the critiques were exchanged.
     */
    static WinRateRow ofAutoJ(JsonRow row) throws BadRowException {
        String verdict =
                row.text("output", "output and meta").lines().findFirst().orElse("");
        List<String> found =
                List.of("A:", "B:", "C:").stream().filter(verdict::contains).toList();
        if (found.size() != 1) {
            throw new BadRowException("the first line of 'output' has " + found.size()
                    + " of the verdicts A:, B: and C:; it must have one");
        }
        boolean exchanged = row.json().path("meta").path("exchange").asBoolean(false);
        double preference = found.get(0).equals("C:") ? TIE : found.get(0).equals(exchanged ? "B:" : "A:") ? 1 : 0;
        return new WinRateRow(new WinRateKey("critic", "reference", "", ""), preference, UNKNOWN, UNKNOWN);
    }

    /** Returns a judgment as a row. */
    static WinRateRow of(Judgment judgment, int baselineLength, int length) {
        double preference = switch (judgment.result()) {
            case WIN -> 1;
            case LOSS -> 0;
            case TIE -> TIE;
            case INVALID -> Double.NaN;
        };
        WinRateKey key = new WinRateKey(judgment.system(), judgment.baseline(), judgment.judge(), judgment.aspect());
        return new WinRateRow(key, preference, baselineLength, length);
    }

    /** Returns the length of a text in characters, as Python counts them: code points. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
