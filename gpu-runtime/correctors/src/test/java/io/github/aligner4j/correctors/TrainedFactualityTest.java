// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.CheckpointChatModel;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Tiny trained adapters with an io.yaml, guardian-core and factuality-correction, in the JVM's runtime. */
class TrainedFactualityTest {

    private static final String WRONG = "Yes, Ada Lovelace is older than Charles Babbage.";
    private static final String RIGHT = "No, Charles Babbage, born in 1791, is older than Ada Lovelace, born in 1815.";
    private static final CorrectionRequest REQUEST = CorrectionRequest.of(
                    "Is Ada Lovelace older than Charles Babbage?", WRONG)
            .withContext(List.of(
                    "Charles Babbage was born on 26 December 1791.", "Ada Lovelace was born on 10 December 1815."));

    @TempDir
    private static Path folder;

    private static CheckpointChatModel granite;
    private static Path gateFolder;
    private static Path correctionFolder;

    @BeforeAll
    static void open() {
        gateFolder = GoldenCheckpoint.unpack("guardian-core-lora", folder).folder();
        correctionFolder = GoldenCheckpoint.unpack("factuality-lora", folder).folder();
        granite = CheckpointChatModel.builder(ModelSource.folder(
                        GoldenCheckpoint.unpack("guardian", folder).folder()))
                .adapter("guardian-core", ModelSource.folder(gateFolder))
                .adapter("factuality-correction", ModelSource.folder(correctionFolder))
                .options(RuntimeOptions.DEFAULT.withDtype("float32"))
                .open();
    }

    @AfterAll
    static void close() {
        granite.close();
    }

    @Test
    void a_wrong_answer_is_corrected_from_the_documents() throws IOException {
        Correction correction = corrector().correct(REQUEST);

        assertThat(correction.answer()).isEqualTo(RIGHT);
        assertThat(correction.detections()).extracting(Detection::label).containsExactly("ungrounded");
        assertThat(correction.detections().get(0).score()).isGreaterThan(0.5);
    }

    @Test
    void a_right_answer_costs_one_token() throws IOException {
        Correction correction = corrector().correct(REQUEST.withAnswer(RIGHT));

        assertThat(correction.changed()).isFalse();
        assertThat(correction.usage().completionTokens()).isEqualTo(1);
        assertThat(correction.detections().get(0).score()).isLessThan(0.5);
    }

    @Test
    void the_score_by_one_token_is_that_of_the_whole_JSON() throws IOException {
        String yaml = Files.readString(gateFolder.resolve(IntrinsicDefinition.FILE));
        // With a second property the answer is no fixed form, so that the whole of it is generated.
        IntrinsicDefinition whole = IntrinsicDefinition.parse(
                yaml.replace("\"properties\": {", "\"properties\": {\"why\": {\"type\": \"string\"}, "));
        for (String answer : List.of(WRONG, RIGHT)) {
            Detection forced = detect(IntrinsicDefinition.parse(yaml), answer);
            Detection generated = detect(whole, answer);

            assertThat(forced.usage().completionTokens()).isEqualTo(1);
            assertThat(generated.usage().completionTokens()).isGreaterThan(3);
            assertThat(forced.score()).isCloseTo(generated.score(), within(1e-3));
        }
    }

    private static Detection detect(IntrinsicDefinition definition, String answer) {
        return IntrinsicDetector.builder(granite.model(), granite.template(), definition)
                .adapter("guardian-core")
                .argument("criteria", GuardianFactualityCorrector.GROUNDEDNESS)
                .argument("target_role", "assistant")
                .build()
                .detect(REQUEST.withAnswer(answer), CorrectionContext.DEFAULT);
    }

    private static GuardianFactualityCorrector corrector() throws IOException {
        return GuardianFactualityCorrector.builder(
                        granite.model(), granite.template(), IntrinsicDefinition.read(correctionFolder))
                .adapter("factuality-correction")
                .gate(IntrinsicDefinition.read(gateFolder), "guardian-core")
                .build();
    }
}
