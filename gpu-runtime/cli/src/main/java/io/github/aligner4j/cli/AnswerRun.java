package io.github.aligner4j.cli;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.training.supervision.Layout;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets an upstream model answer the questions of a file, so that an Aligner can correct them.
 *
 * @param layout how it is asked
 * @param sampling how tokens are chosen
 * @param stop texts before which an answer ends
 * @param err where bad rows are told
 */
record AnswerRun(Layout.Standard layout, SamplingParameters sampling, List<String> stop, PrintWriter err) {

    /** Writes the rows of {@code input} with what {@code model} answers; returns whether every one was good. */
    boolean answer(TorchCompletionModel model, Path input, Path output) throws IOException {
        boolean good = true;
        try (ByteLines in = new ByteLines(input);
                BufferedWriter out = Files.newBufferedWriter(output)) {
            for (Optional<ByteLines.Line> line = in.next(); line.isPresent(); line = in.next()) {
                try {
                    Optional<ObjectNode> row = Row.question(line.get().bytes());
                    if (row.isPresent()) {
                        out.write(answered(row.get(), model) + "\n");
                    }
                } catch (BadRowException | CompletionModelException e) {
                    err.println(input + ":" + line.get().number() + ": " + e.getMessage());
                    good = false;
                }
            }
        }
        return good;
    }

    private ObjectNode answered(ObjectNode row, TorchCompletionModel model) {
        CompletionRequest request = CompletionRequest.builder(
                        Prompt.of(layout.prompt(row.path(Row.QUESTION).stringValue())))
                .sampling(sampling)
                .stop(stop)
                .build();
        String text = model.complete(request).text();
        String answer = text.startsWith(layout.prefix())
                ? text.substring(layout.prefix().length())
                : text;
        return row.deepCopy().put(Row.ANSWER, answer);
    }
}
