// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** However an answer looks, finding out what in it is corrected takes no more than in proportion to its length. */
class AnswerGrowthTest {

    private static final int LENGTH = 100_000;
    private static final int RUNS = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json|\n",
                "|[",
                "|{\"a\":",
                "|[\"",
                "|{\"",
                "|[{\"a\":[",
                "|```\n",
                "|```x\n",
                "|~",
                "|{ ",
                "|\n[1, ",
                "|<think>",
                "<think>|</thin",
                "<think>|\n",
                "|<think></think>\n",
                "|{\"a\":1}\n",
                "[\"|x",
                "|[\"a\",\n",
                "|`",
                "```|a",
                "|\n\n\n{\"a\": \"b\n"
            })
    void double_length_takes_double_time(String pattern) {
        String first = pattern.substring(0, pattern.indexOf('|'));
        String repeated = pattern.substring(pattern.indexOf('|') + 1);
        String text = first + repeated.repeat(LENGTH / repeated.length());
        String twice = first + repeated.repeat(2 * LENGTH / repeated.length());

        time(text);
        assertThat(time(twice)).isLessThan(time(text).multipliedBy(3).plusMillis(100));
    }

    private static Duration time(String answer) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long started = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            new AnswerCorrector((request, context) -> Correction.of(request.answer(), request.answer()))
                    .correct(CorrectionRequest.of("", answer), CorrectionContext.DEFAULT, AnswerPolicy.DEFAULT);
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - started);
        }
        return Duration.ofNanos(best);
    }
}
