// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.util.List;

/**
 * The judgment of a system's answer against a baseline's, from all orders in which they were shown.
 *
 * @param rowId the row's id
 * @param judge the judge's name
 * @param aspect the name of the {@link Aspect}
 * @param system the name of the system
 * @param baseline the name of the system that it is compared with
 * @param result the result, as seen from {@code system}
 * @param rationales the reason for each verdict, in the order in which they were asked for; may be empty
 * @param usage the tokens that the judge's model read and generated
 * @param elapsed the duration of all its calls
 * @param orders the verdict of each order, as seen from {@code system}: first the one in which the system's answer was shown first,
 *     then the one in which the baseline's was; empty unless the judge was asked in both orders
 */
public record Judgment(
        String rowId,
        String judge,
        String aspect,
        String system,
        String baseline,
        Result result,
        List<String> rationales,
        TokenUsage usage,
        Duration elapsed,
        List<Result> orders) {

    /** Copies the lists. */
    public Judgment {
        rationales = List.copyOf(rationales);
        orders = List.copyOf(orders);
    }

    /** Creates a judgment that was not made in both orders. */
    @SuppressWarnings("checkstyle:ParameterNumber") // the components of the record
    public Judgment(
            String rowId,
            String judge,
            String aspect,
            String system,
            String baseline,
            Result result,
            List<String> rationales,
            TokenUsage usage,
            Duration elapsed) {
        this(rowId, judge, aspect, system, baseline, result, rationales, usage, elapsed, List.of());
    }

    /** The result of a comparison. */
    public enum Result {
        /** The system's answer is better. */
        WIN,
        /** The baseline's answer is better. */
        LOSS,
        /** Neither is better, both are the same text, or the orders contradict each other. */
        TIE,
        /** There is no verdict, as the judge failed or replied something that is none; not counted. */
        INVALID;

        /** Returns the result as seen from the baseline. */
        public Result reversed() {
            return switch (this) {
                case WIN -> LOSS;
                case LOSS -> WIN;
                case TIE, INVALID -> this;
            };
        }
    }
}
