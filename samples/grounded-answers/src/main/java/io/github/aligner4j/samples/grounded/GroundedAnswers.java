// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A little service that answers by retrieved documents, and an Aligner that corrects facts that the documents state otherwise. */
public final class GroundedAnswers {

    private static final String ADAPTER = "grounded";

    private GroundedAnswers() {}

    /**
     * Answers questions about the documents of the sample.
     *
     * @param arguments the folder of the base checkpoint and the folder of the adapter, then questions; without questions,
     *     those of the sample
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException(
                    "expected the folder of the base, the folder of the adapter, and questions if you like");
        }
        ForgetfulBot bot = new ForgetfulBot();
        List<String> questions = List.of(arguments).subList(2, arguments.length);
        try (CheckpointAligner base = open(Path.of(arguments[0]), Path.of(arguments[1]))) {
            AnswerService service = new AnswerService(bot, Shelf.ofSample(), base.withAdapter(ADAPTER));
            answer(service, questions.isEmpty() ? bot.questions() : questions, System.out);
        }
    }

    /** Opens the checkpoint in {@code base} with the adapter in {@code adapter}. */
    static CheckpointAligner open(Path base, Path adapter) {
        return CheckpointAligner.builder(ModelSource.folder(base))
                .adapter(ADAPTER, ModelSource.folder(adapter))
                .open();
    }

    /** Prints the answer to each question, and each corrected claim with its source. */
    static void answer(AnswerService service, List<String> questions, PrintStream out) {
        for (String question : questions) {
            AnswerService.Answer answer = service.answer(question);
            out.println("Question: " + question);
            out.println("Model:    " + answer.uncorrected());
            out.println("Answer:   " + answer.text());
            for (AnswerService.Claim claim : answer.claims()) {
                out.println("          not '" + claim.said() + "' but '" + claim.corrected() + "'"
                        + (claim.source().isEmpty() ? "" : ", says " + claim.source()));
            }
            out.println();
        }
    }
}
