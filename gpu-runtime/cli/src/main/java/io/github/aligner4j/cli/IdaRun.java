// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop of one seed: in each round the model answers, the answers are corrected, and the model is trained on the corrections.
 *
 * @param steps the steps of a round
 * @param questions the questions of each round
 * @param test the held-out questions
 * @param rounds the number of rounds
 */
record IdaRun(IdaSteps steps, Path questions, Path test, int rounds) {

    /** Runs the rounds, and returns the answers to held-out questions before the first one and after each. */
    List<IdaAnswer.Pair> run(Path upstream, long seed, Path folder) throws IOException {
        Path model = upstream;
        List<IdaAnswer.Pair> answers = new ArrayList<>();
        answers.add(tested(model, Files.createDirectories(folder.resolve("upstream"))));
        for (int round = 1; round <= rounds; round++) {
            Path files = Files.createDirectories(folder.resolve("round-" + round));
            model = taught(model, seed, files);
            answers.add(tested(model, files));
        }
        return answers;
    }

    private Path taught(Path model, long seed, Path files) throws IOException {
        Path answered = files.resolve("answered.jsonl");
        Path corrected = files.resolve("corrected.jsonl");
        Path supervision = files.resolve("supervision.jsonl");
        steps.answer(model, questions, answered);
        steps.correct(answered, corrected);
        steps.export(corrected, supervision, files.resolve("audit.jsonl"));
        return steps.train(model, supervision, files.resolve("training"), seed);
    }

    private IdaAnswer.Pair tested(Path model, Path files) throws IOException {
        Path answered = files.resolve("test-answered.jsonl");
        Path corrected = files.resolve("test-corrected.jsonl");
        steps.answer(model, test, answered);
        steps.correct(answered, corrected);
        return IdaAnswer.read(answered, corrected);
    }
}
