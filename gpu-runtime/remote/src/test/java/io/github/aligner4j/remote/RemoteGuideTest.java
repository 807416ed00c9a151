// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.template.CorrectionTemplates;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The example of docs/guide/remote.md, compiled and run. */
class RemoteGuideTest {

    @Test
    void two_urls_correct_an_answer() {
        try (FakeEngine first = new FakeEngine(Dialect.VLLM);
                FakeEngine second = new FakeEngine(Dialect.VLLM)) {
            assertThat(correct(List.of(first.url(), second.url()), "a-key")).isEqualTo(FakeEngine.words(200));
            assertThat(first.completions().size() + second.completions().size()).isEqualTo(3);
        }
    }

    private static String correct(List<String> urls, String key) {
        // The guide's example:
        RemoteEngine engine = RemoteEngine.builder("vllm")
                .baseUrls(urls)
                .model("m")
                .apiKey(key)
                .build();
        RemoteAligner aligner = RemoteAligner.builder(engine, CorrectionTemplates.ALIGNER_7B)
                .limits(CorrectionLimits.NONE.withTimeout(Duration.ofSeconds(20)))
                .build();
        try (aligner) {
            return aligner.correct(CorrectionRequest.of("Who are you?", "Go away."))
                    .answer();
        }
    }
}
