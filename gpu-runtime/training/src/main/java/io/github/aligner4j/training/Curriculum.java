package io.github.aligner4j.training;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.template.CorrectionPrompt;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.djl.TrainingTokenizer;
import io.github.aligner4j.training.schedule.Example;
import io.github.aligner4j.training.schedule.Recipe;
import io.github.aligner4j.training.schedule.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes stages of rows: plain text, then the paper's identity warm-up, then corrections; or, for a model that is no Aligner,
 * completions.
 */
final class Curriculum {

    private final TrainingTokenizer tokenizer;
    private final @Nullable CorrectionTemplate template;
    private final Recipe recipe;
    private int tooLong;
    private int unusable;

    Curriculum(TrainingTokenizer tokenizer, @Nullable CorrectionTemplate template, Recipe recipe) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.recipe = recipe;
    }

    /** Returns the stages that have something to learn. */
    List<Stage> stages(TrainingJob.Material material) {
        Recipe.Stages wanted = recipe.stages();
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("text", texts(material.texts()), wanted.textEpochs()));
        stages.add(new Stage("identity", examples(warmup(material.train())), wanted.identityEpochs()));
        tooLong = 0;
        unusable = 0;
        stages.add(new Stage("correction", examples(material.train()), wanted.epochs()));
        stages.add(new Stage("completion", completions(material.completions().train()), wanted.epochs()));
        stages.removeIf(stage -> stage.steps(recipe.batching().rows()) == 0);
        return stages;
    }

    /** Returns the examples of rows; those that can't be learnt are counted. */
    List<Example> examples(List<CorrectionRow> rows) {
        return rows.stream().map(this::example).flatMap(Optional::stream).toList();
    }

    /** Returns the examples of rows that no template is put around; those that are too long are counted. */
    List<Example> completions(List<PromptCompletion> rows) {
        return rows.stream()
                .map(row -> example(Prompt.of(row.prompt()), row.completion()))
                .flatMap(Optional::stream)
                .toList();
    }

    int tooLong() {
        return tooLong;
    }

    int unusable() {
        return unusable;
    }

    private List<CorrectionRow> warmup(List<CorrectionRow> rows) {
        List<CorrectionRow> chosen = new ArrayList<>(rows);
        Collections.shuffle(chosen, new Random(recipe.seed()));
        int count = (int) Math.round(recipe.stages().identityShare() * rows.size());
        return chosen.subList(0, count).stream().map(CorrectionRow::asIdentity).toList();
    }

    private Optional<Example> example(CorrectionRow row) {
        try {
            CorrectionPrompt prompt =
                    Objects.requireNonNull(template).render(CorrectionRequest.of(row.question(), row.answer()));
            String correction = prompt.escaped() ? prompt.escape().escape(row.correction()) : row.correction();
            return example(prompt.prompt(), prompt.answerPrefix() + correction);
        } catch (UnsafePromptException e) {
            unusable++;
            return Optional.empty();
        }
    }

    private Optional<Example> example(Prompt prompt, String completion) {
        int[] before = tokenizer.prompt(prompt);
        int[] after = tokenizer.continuation(prompt, before, completion);
        int[] ids = Arrays.copyOf(before, before.length + after.length);
        System.arraycopy(after, 0, ids, before.length, after.length);
        if (ids.length > recipe.batching().longest()) {
            tooLong++;
            return Optional.empty();
        }
        return Optional.of(new Example(ids, before.length));
    }

    /** Cuts texts that are too long, so that nothing of them is lost. */
    private List<Example> texts(List<String> texts) {
        List<Example> examples = new ArrayList<>();
        int longest = recipe.batching().longest();
        int leading = tokenizer.leading();
        for (String text : texts) {
            int[] ids = tokenizer.text(text);
            for (int start = 0; start < ids.length - Math.max(1, leading); start += longest - 1) {
                int[] piece = Arrays.copyOfRange(ids, start, Math.min(ids.length, start + longest));
                if (piece.length > 1) {
                    examples.add(new Example(piece, start == 0 ? Math.max(1, Math.min(leading, piece.length - 1)) : 1));
                }
            }
        }
        return examples;
    }
}
