// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.template.CorrectionTemplates;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CallersTest {

    private final FakeModel model = new FakeModel();

    @Test
    void callers_share_the_requests_and_each_has_several() {
        CallersReport report = new Callers(model, 3, model.nanos::get).run(workload(model), Drafting.NONE, 2);

        assertThat(report.requests()).isEqualTo(24);
        assertThat(model.requests).hasSize(2 * 24).containsOnly("none 5");
        assertThat(report.sequentialPerSecond()).isEqualTo(200, within(1e-6));
        assertThat(report.ratio()).isEqualTo(1, within(1e-6));
        assertThat(report.p99OverP50()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void what_fails_one_caller_fails_the_measurement() {
        BenchModel failing = new BenchModel() {
            @Override
            public Generation generate(CompletionRequest request, GenerationOptions options) {
                throw new CompletionModelException("no device");
            }

            @Override
            public List<Integer> completionTokens(Prompt prompt, String completion) {
                return model.completionTokens(prompt, completion);
            }

            @Override
            public int countTokens(Prompt prompt) {
                return model.countTokens(prompt);
            }

            @Override
            public int contextTokens() {
                return model.contextTokens();
            }

            @Override
            public long requestBytes() {
                return 0;
            }
        };

        assertThatThrownBy(() -> new Callers(failing, 2, System::nanoTime).run(workload(failing), Drafting.NONE, 1))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("no device");
    }

    private static Workload workload(BenchModel model) {
        List<BenchRow> rows = List.of(new BenchRow("a", "Why?", "1234", "1234"));
        return Workload.of(rows, CorrectionTemplates.ALIGNER_7B, model, true, 64);
    }
}
