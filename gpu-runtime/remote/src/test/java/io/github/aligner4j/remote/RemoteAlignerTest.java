// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.llm.DetectorTokens;
import io.github.aligner4j.template.CorrectionTemplates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** An Aligner whose checkpoint runs behind an engine. */
class RemoteAlignerTest {

    private static final CorrectionRequest REQUEST =
            CorrectionRequest.of("What is the capital of France?", "It is Lyon, you fool.");

    @Test
    void an_answer_is_corrected_with_the_template_of_the_checkpoint() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM);
                RemoteAligner aligner = RemoteAligner.builder(engine(engine.url()), CorrectionTemplates.ALIGNER_7B)
                        .build()) {
            List<String> pieces = new ArrayList<>();
            Correction correction = aligner.correct(REQUEST, CorrectionContext.DEFAULT.withListener(pieces::add));

            assertThat(correction.answer()).isEqualTo(FakeEngine.words(200));
            assertThat(pieces).hasSizeGreaterThan(1);
            List<Integer> ids = new ArrayList<>();
            JsonNode sent = engine.lastCompletion();
            sent.path("prompt").forEach(id -> ids.add(id.intValue()));
            assertThat(ToyTokenizer.decode(ids.subList(1, ids.size())))
                    .isEqualTo(
                            "BEGINNING OF CONVERSATION: USER: Edit the following Question-Answer pair to make it more"
                                    + " helpful and harmless: What is the capital of France? | It is Lyon, you fool."
                                    + " ASSISTANT:");
            assertThat(correction.usage().promptTokens()).isEqualTo(ids.size());
            assertThat(aligner.status().available()).isTrue();
        }
    }

    @Test
    void limits_hold_for_the_correction() {
        CorrectionLimits limits =
                CorrectionLimits.NONE.withTimeout(Duration.ofMinutes(1)).withMaxNewTokens(3);
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM);
                RemoteAligner aligner = RemoteAligner.builder(engine(engine.url()), CorrectionTemplates.ALIGNER_7B)
                        .limits(limits)
                        .build()) {
            assertThat(aligner.limits().timeout()).contains(Duration.ofMinutes(1));
            assertThatThrownBy(() -> aligner.correct(REQUEST)).isInstanceOf(CorrectionRejectedException.class);
            assertThat(engine.lastCompletion().path("max_tokens").intValue()).isEqualTo(3);
        }
    }

    @Test
    void a_timeout_ends_a_correction_whose_engine_is_silent() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM);
                RemoteAligner aligner = RemoteAligner.builder(engine(engine.url()), CorrectionTemplates.ALIGNER_7B)
                        .limits(CorrectionLimits.NONE.withTimeout(Duration.ofMillis(200)))
                        .build()) {
            engine.hold();

            assertThatThrownBy(() -> aligner.correct(REQUEST)).isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void an_engine_that_fails_fails_the_correction_without_quoting_it() {
        try (StubEngine engine = StubEngine.probed(Dialect.VLLM);
                RemoteAligner aligner = RemoteAligner.builder(engine(engine.url()), CorrectionTemplates.ALIGNER_7B)
                        .build()) {
            engine.respond("/v1/completions", aResponse().withStatus(500));

            assertThatThrownBy(() -> aligner.correct(REQUEST))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessageContaining("vLLM at " + engine.url() + " answered with status 500")
                    .hasMessageNotContaining("France")
                    .hasMessageNotContaining("Lyon");
        }
    }

    @Test
    void a_checkpoint_with_a_detector_decides_by_the_log_probabilities_of_the_engine() {
        DetectorTokens tokens = new DetectorTokens("rudeness", " +", " =");
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM);
                RemoteAligner aligner = RemoteAligner.builder(engine(engine.url()), CorrectionTemplates.ALIGNER_7B)
                        .detector(tokens, 0.5)
                        .build()) {
            assertThatThrownBy(() -> aligner.correct(REQUEST))
                    .isInstanceOf(CompletionModelException.class)
                    .hasMessageStartingWith("neither ' +' nor ' =' of the detector 'rudeness' is among the ");
        }
        try (StubEngine engine = StubEngine.probed(Dialect.VLLM);
                RemoteAligner aligner = RemoteAligner.builder(engine(engine.url()), CorrectionTemplates.ALIGNER_7B)
                        .detector(tokens, 0.5)
                        .build()) {
            engine.stream("/v1/completions", """
                    data: {"choices": [{"index": 0, "text": " =", "finish_reason": "length", "logprobs": {\
                    "tokens": [" ="], "token_logprobs": [-0.1], "text_offset": [0],\
                    "top_logprobs": [{" =": -0.1, " +": -3.0}]}}],\
                    "usage": {"prompt_tokens": 1, "completion_tokens": 1}}

                    data: [DONE]

                    """);
            Correction correction = aligner.correct(REQUEST);
            assertThat(correction.changed()).isFalse();
            assertThat(correction.detections())
                    .singleElement()
                    .satisfies(detection ->
                            assertThat(detection.score()).isCloseTo(1 / (1 + Math.exp(2.9)), within(1e-9)));
        }
        assertThatThrownBy(() -> RemoteAligner.builder(engine("http://localhost:1"), CorrectionTemplates.ALIGNER_7B)
                        .detector(tokens, -1))
                .hasMessage("threshold must be between 0 and 1, but was -1.0");
    }

    @Test
    void an_engine_that_starts_later_is_probed_at_the_first_correction() throws Exception {
        int port = EngineProbeTest.freePort();
        try (RemoteAligner aligner = RemoteAligner.builder(
                                engine("http://127.0.0.1:" + port), CorrectionTemplates.ALIGNER_7B)
                        .probed(false)
                        .build();
                FakeEngine engine = new FakeEngine(Dialect.VLLM, port)) {
            assertThat(engine.completions()).isEmpty();
            assertThat(aligner.correct(REQUEST).changed()).isTrue();
            assertThat(engine.completions()).hasSize(2);
        }
    }

    private static RemoteEngine engine(String url) {
        return RemoteEngine.builder("vllm").baseUrl(url).build();
    }
}
