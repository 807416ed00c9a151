// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.samples.weaktostrong.Questions;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares an Aligner with supervised fine-tuning: both start from the weights of the upstream model, and are trained on the same
 * corrections of its answers, for as many steps.
 *
 * @param laboratory the folder of the models
 * @param size the size of the trainings
 */
record SftExperiment(Laboratory laboratory, Size size) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIG = Resources.upstream();
    private static final CheckpointDescriptor DESCRIPTOR = CheckpointDescriptor.prompt(
                    new CheckpointDescriptor.CustomPrompt(
                            "##Question: {question} ##Answer: {answer} ##Correction:",
                            List.of("##Question:", "##Answer:", "##Correction:"),
                            false))
            .answerPrefix(" ")
            .build();
    private static final int VOCABULARY = 1024;
    private static final int BATCH = 32;
    private static final int MAX_NEW_TOKENS = 48;

    /**
     * The size of the trainings.
     *
     * @param questions the number of questions of each part; all if there are fewer
     * @param upstreamEpochs the epochs of the upstream model
     * @param epochs the epochs of the Aligner, and of the fine-tuning
     */
    record Size(int questions, int upstreamEpochs, int epochs) {}

    /** The systems that are compared, in the order of the table. */
    enum Contender {
        /** The upstream model. */
        UPSTREAM("A: upstream model"),
        /** Its answers, corrected. */
        CORRECTED("B: A, corrected by the Aligner"),
        /** Its answers, corrected twice. */
        CORRECTED_TWICE("B, corrected again"),
        /** The upstream model after fine-tuning. */
        TUNED("C: A, fine-tuned on the same rows"),
        /** Its answers, corrected. */
        TUNED_CORRECTED("D: C, corrected by the Aligner"),
        /** An upstream model of another seed, whose answers the Aligner has not seen. */
        OTHER("A': an upstream model of another seed"),
        /** Its answers, corrected. */
        OTHER_CORRECTED("B': A', corrected by the same Aligner");

        private final String title;

        Contender(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * The answers of all systems to the held-out questions, in one run.
     *
     * @param seed the seed
     * @param answers the answers by system, in the order of the questions; empty where a correction was rejected
     */
    record Outcome(long seed, Map<Contender, List<String>> answers) {

        List<String> of(Contender contender) {
            return SftExperiment.of(answers, contender);
        }
    }

    List<Question> heldOut() throws IOException {
        return questions(Questions.aboutAll().heldOut());
    }

    /** Returns the outcome of a run, which is not done again if it is in the folder. */
    Outcome run(long seed, long otherSeed) throws IOException {
        Path file = laboratory.folder().resolve("answers-" + seed + ".json");
        if (!Files.exists(file)) {
            WholeFile.write(file, JSON.writeValueAsString(measured(seed, otherSeed)) + "\n");
        }
        return new Outcome(seed, JSON.readValue(Files.readString(file), new TypeReference<>() {}));
    }

    private Map<Contender, List<String>> measured(long seed, long otherSeed) throws IOException {
        Path upstream = upstream(seed);
        List<Question> traffic = questions(Questions.aboutAll().traffic());
        List<CorrectionRow> rows = new ArrayList<>();
        List<PromptCompletion> completions = new ArrayList<>();
        List<String> answers = answers(upstream, traffic);
        for (int i = 0; i < traffic.size(); i++) {
            Question question = traffic.get(i);
            rows.add(new CorrectionRow(question.text(), answers.get(i), question.reference()));
            completions.add(new PromptCompletion(question.prompt(), question.reference()));
        }
        Laboratory.Recipe recipe = new Laboratory.Recipe(0, size.epochs(), 0, 1e-3, BATCH, seed);
        Path aligner = laboratory.trained(
                "aligner-" + seed,
                new Laboratory.Start(upstream, DESCRIPTOR),
                new TrainingDataset(rows, List.of(), List.of()),
                recipe);
        Path tuned = laboratory.trained(
                "tuned-" + seed, new Laboratory.Start(upstream, null), completions(completions), recipe);
        return answers(
                aligner,
                Map.of(Contender.UPSTREAM, upstream, Contender.TUNED, tuned, Contender.OTHER, upstream(otherSeed)));
    }

    private Map<Contender, List<String>> answers(Path alignerModel, Map<Contender, Path> models) throws IOException {
        List<Question> questions = heldOut();
        Map<Contender, List<String>> answers = new LinkedHashMap<>();
        for (Map.Entry<Contender, Path> model : models.entrySet()) {
            answers.put(model.getKey(), answers(model.getValue(), questions));
        }
        try (CheckpointAligner aligner = laboratory.aligner(alignerModel)) {
            answers.put(Contender.CORRECTED, corrected(aligner, questions, of(answers, Contender.UPSTREAM)));
            answers.put(Contender.CORRECTED_TWICE, corrected(aligner, questions, of(answers, Contender.CORRECTED)));
            answers.put(Contender.TUNED_CORRECTED, corrected(aligner, questions, of(answers, Contender.TUNED)));
            answers.put(Contender.OTHER_CORRECTED, corrected(aligner, questions, of(answers, Contender.OTHER)));
        }
        return answers;
    }

    private static List<String> of(Map<Contender, List<String>> answers, Contender contender) {
        return Objects.requireNonNull(answers.get(contender));
    }

    private static List<String> corrected(CheckpointAligner aligner, List<Question> questions, List<String> answers) {
        List<String> corrected = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            corrected.add(corrected(aligner, questions.get(i), answers.get(i)));
        }
        return corrected;
    }

    private static String corrected(CheckpointAligner aligner, Question question, String answer) {
        try {
            return answer.isEmpty()
                    ? ""
                    : aligner.correct(CorrectionRequest.of(question.text(), answer))
                            .answer();
        } catch (AlignerException e) {
            return "";
        }
    }

    private List<String> answers(Path model, List<Question> questions) {
        SamplingParameters sampling = SamplingParameters.GREEDY.withMaxNewTokens(MAX_NEW_TOKENS);
        try (TorchCompletionModel upstream = laboratory.upstream(model)) {
            return questions.stream()
                    .map(question -> upstream.complete(CompletionRequest.builder(Prompt.of(question.prompt()))
                                    .sampling(sampling)
                                    .build())
                            .text())
                    .toList();
        }
    }

    private Path upstream(long seed) throws IOException {
        List<PromptCompletion> rows = Questions.aboutAll().train().stream()
                .map(row -> new PromptCompletion(
                        row.path("prompt").stringValue(), row.path("completion").stringValue()))
                .toList();
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.prompt() + row.completion()));
        rows.forEach(
                row -> texts.add("##Question: " + row.prompt() + " ##Answer: " + row.completion() + " ##Correction:"));
        Path untrained = laboratory.untrained("upstream-untrained-" + seed, CONFIG, texts, VOCABULARY, seed);
        return laboratory.trained(
                "upstream-" + seed,
                new Laboratory.Start(untrained, null),
                completions(rows),
                new Laboratory.Recipe(0, size.upstreamEpochs(), 0, 2e-3, BATCH, seed));
    }

    private static TrainingDataset completions(List<PromptCompletion> rows) {
        return new TrainingDataset(List.of(), List.of(), List.of(), new TrainingDataset.Completions(rows, List.of()));
    }

    private List<Question> questions(List<ObjectNode> rows) {
        List<Question> questions =
                new ArrayList<>(rows.stream().map(Question::of).toList());
        Collections.shuffle(questions, new Random(1));
        return questions.subList(0, Math.min(size.questions(), questions.size()));
    }
}
