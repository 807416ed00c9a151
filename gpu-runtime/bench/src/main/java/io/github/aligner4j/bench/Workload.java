// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests to measure.
 *
 * @param tasks the requests of each row, at least one
 * @param skipped the number of rows that exceed the model's context
 */
public record Workload(List<BenchTask> tasks, int skipped) {

    /** Checks that there is a row to measure. */
    public Workload {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("there is no row to measure: " + skipped
                    + " rows are longer than the model's context, and there are no others");
        }
    }

    /**
     * Creates the requests of {@code rows}.
     *
     * @param forced true to teacher-force each row's correction
     * @param maxNewTokens the maximum number of tokens of a correction that is not forced
     * @throws IllegalArgumentException if no row is left, or one has no correction to force
     */
    public static Workload of(
            List<BenchRow> rows, CorrectionTemplate template, BenchModel model, boolean forced, int maxNewTokens) {
        List<BenchTask> tasks = new ArrayList<>();
        for (BenchRow row : rows) {
            BenchTask task = task(row, template.render(CorrectionRequest.of(row.question(), row.answer())), model);
            if (longest(task, model) <= model.contextTokens()) {
                tasks.add(forced ? task : limited(task, maxNewTokens));
            }
        }
        return new Workload(tasks, rows.size() - tasks.size());
    }

    private static int longest(BenchTask task, BenchModel model) {
        return Math.max(
                model.countTokens(task.fullPrefill().prompt()) + 1,
                model.countTokens(task.request().prompt())
                        + Math.max(1, task.forced().size()));
    }

    private static BenchTask task(BenchRow row, CorrectionPrompt prompt, BenchModel model) {
        CompletionRequest request = CompletionRequest.builder(prompt.prompt())
                .prediction(prompt.prediction())
                .build();
        CompletionRequest fullPrefill = CompletionRequest.builder(
                        prompt.prompt().followedBy(prompt.prediction()))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(1))
                .build();
        List<Integer> tokens = row.correction() == null
                ? List.of()
                : model.completionTokens(prompt.prompt(), prompt.answerPrefix() + row.correction());
        return new BenchTask(row.kind(), request, fullPrefill, tokens);
    }

    private static BenchTask limited(BenchTask task, int maxNewTokens) {
        CompletionRequest limited = CompletionRequest.builder(task.request().prompt())
                .prediction(task.request().prediction())
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(maxNewTokens))
                .build();
        return new BenchTask(task.kind(), limited, task.fullPrefill(), List.of());
    }
}
