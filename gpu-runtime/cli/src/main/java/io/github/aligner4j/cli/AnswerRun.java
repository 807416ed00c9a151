// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.WholeFile;
import io.github.aligner4j.training.supervision.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.StringNode;

/**
 * Answers the questions of a file with an upstream model, whose answers an Aligner can then correct.
 *
 * @param layout the format of the prompt
 * @param sampling sampling parameters
 * @param stop stop strings
 * @param err the writer for bad rows
 */
record AnswerRun(Layout.Standard layout, SamplingParameters sampling, List<String> stop, PrintWriter err) {

    /** Writes the rows of {@code input} with the answers of {@code model}, and returns whether no row was bad. */
    boolean answer(TorchCompletionModel model, Path input, Path output) throws IOException {
        AtomicBoolean good = new AtomicBoolean(true);
        WholeFile.write(
                output,
                out -> JsonRows.forEach(input, row -> {
                    try {
                        out.write(answered(row, model) + "\n");
                    } catch (BadRowException | AlignerException e) {
                        err.println(input + ":" + row.line() + ": " + e.getMessage());
                        good.set(false);
                    }
                }));
        return good.get();
    }

    private String answered(JsonRow row, TorchCompletionModel model) throws BadRowException {
        CompletionRequest request = CompletionRequest.builder(
                        Prompt.of(layout.prompt(row.text(Row.QUESTION, "question"))))
                .sampling(sampling)
                .stop(stop)
                .build();
        String text = model.complete(request).text();
        String answer = text.startsWith(layout.prefix())
                ? text.substring(layout.prefix().length())
                : text;
        return row.with(Map.of(Row.ANSWER, StringNode.valueOf(answer)));
    }
}
