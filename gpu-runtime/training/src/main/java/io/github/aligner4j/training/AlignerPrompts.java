// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Detector;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Window;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts that an Aligner is trained on, for other trainers: its prompts, with everything that its {@code aligner.json} says, and
 * what it must generate behind them before the end of the sequence.
 *
 * @param rows the texts of the rows, in order
 * @param unsafe the number of rows left out because their texts can't be told apart from the template's frame
 */
public record AlignerPrompts(List<PromptCompletion> rows, int unsafe) {

    /** Copies the list. */
    public AlignerPrompts {
        rows = List.copyOf(rows);
    }

    /**
     * Returns the texts of {@code rows} for the Aligner of {@code descriptor}.
     *
     * @throws IllegalArgumentException if answers exceed the Aligner's window
     */
    public static AlignerPrompts of(List<CorrectionRow> rows, CheckpointDescriptor descriptor) {
        Window window = descriptor.window();
        TrainingDataset data = new TrainingDataset(rows, List.of(), List.of());
        List<CorrectionRow> read =
                window == null ? rows : new WindowedRows(window).of(data).train();
        CorrectionTemplate template = descriptor.correctionTemplate();
        List<PromptCompletion> texts = new ArrayList<>();
        for (CorrectionRow row : read) {
            try {
                CorrectionPrompt prompt = template.render(row.request());
                texts.add(new PromptCompletion(prompt.prompt().text(), completion(row, prompt, descriptor.detector())));
            } catch (UnsafePromptException e) {
                // Counted below: it is missing in the texts.
            }
        }
        return new AlignerPrompts(texts, rows.size() - texts.size());
    }

    private static String completion(CorrectionRow row, CorrectionPrompt prompt, @Nullable Detector detector) {
        if (detector != null && row.identity()) {
            return detector.unchanged();
        }
        String correction = prompt.escaped() ? prompt.escape().escape(row.correction()) : row.correction();
        return (detector == null ? "" : detector.changed()) + prompt.answerPrefix() + correction;
    }
}
