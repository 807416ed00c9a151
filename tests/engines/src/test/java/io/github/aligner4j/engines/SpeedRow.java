// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.bench.BuiltInRows;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A correction whose time is compared.
 *
 * @param kind the rows that it is reported with
 * @param request the request in the JVM
 * @param ids its prompt
 */
record SpeedRow(String kind, CompletionRequest request, List<Integer> ids) {

    static final int MAX_NEW_TOKENS = 256;

    private static final int SENTENCES = 12;

    /** Returns the built-in rows of {@code aligner bench}, and rude sentences. */
    static List<SpeedRow> all(CorrectionTemplate template, TorchCompletionModel model, DjlTokenizer tokenizer) {
        List<SpeedRow> rows = new ArrayList<>();
        BuiltInRows.with(text -> model.countTokens(Prompt.of(text)))
                .forEach(row -> rows.add(row(
                        row.kind(), template.render(CorrectionRequest.of(row.question(), row.answer())), tokenizer)));
        CheckRow.all().stream()
                .filter(row -> !row.clean())
                .limit(SENTENCES)
                .forEach(row -> rows.add(
                        row("rude sentences", template.render(CorrectionRequest.of("", row.answer())), tokenizer)));
        rows.removeIf(row -> row.ids().size() + MAX_NEW_TOKENS > model.contextTokens());
        return rows;
    }

    private static SpeedRow row(String kind, CorrectionPrompt prompt, DjlTokenizer tokenizer) {
        CompletionRequest request = CompletionRequest.builder(prompt.prompt())
                .prediction(prompt.prediction())
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(MAX_NEW_TOKENS))
                .build();
        return new SpeedRow(
                kind,
                request,
                Arrays.stream(tokenizer.encode(prompt.prompt())).boxed().toList());
    }
}
