package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.completion.CompletionModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Corrects the rows of one file into another: those that are not there yet, in order, each written as it is done. */
final class CorrectionRun {

    private final Path input;
    private final Path output;
    private final PrintWriter err;

    CorrectionRun(Path input, Path output, PrintWriter err) {
        this.input = input;
        this.output = output;
        this.err = err;
    }

    /**
     * Returns the number of lines, having made sure that the output can be gone on with.
     *
     * @throws IOException if the output has rows that are not in the input
     */
    long check() throws IOException {
        FinishedRows finished = FinishedRows.in(output);
        boolean tornIsOurs = finished.torn().length == 0;
        long lines = 0;
        try (ByteLines in = new ByteLines(input)) {
            for (Optional<ByteLines.Line> line = in.next(); line.isPresent(); line = in.next()) {
                lines++;
                Optional<Row> row = rowOf(line.get());
                row.ifPresent(finished::take);
                tornIsOurs |=
                        row.filter(begun -> begun.mayBegin(finished.torn())).isPresent();
            }
        }
        if (!finished.isEmpty() || !tornIsOurs) {
            throw new IOException(output + ": the file has rows that are not in " + input
                    + ", so it is not the output of that input; name another --output");
        }
        return lines;
    }

    /** Corrects what is left; returns whether every row was good. */
    boolean correct(Aligner aligner, Progress progress) throws IOException {
        FinishedRows finished = FinishedRows.in(output);
        finished.cutTorn(output);
        boolean good = true;
        try (ByteLines in = new ByteLines(input);
                OutputStream out =
                        Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (Optional<ByteLines.Line> line = in.next(); line.isPresent(); line = in.next()) {
                good &= correct(line.get(), finished, aligner, out);
                progress.step();
            }
        }
        return good;
    }

    private boolean correct(ByteLines.Line line, FinishedRows finished, Aligner aligner, OutputStream out)
            throws IOException {
        try {
            Optional<Row> row = Row.parse(line.bytes()).filter(parsed -> !finished.take(parsed));
            if (row.isPresent()) {
                out.write(corrected(row.get(), aligner));
            }
            return true;
        } catch (BadRowException | AlignerException | CompletionModelException e) {
            err.println(input + ":" + line.number() + ": " + e.getMessage());
            return false;
        }
    }

    private static byte[] corrected(Row row, Aligner aligner) {
        Correction correction = aligner.correct(row.request());
        ObjectNode json = row.json().deepCopy();
        json.put(Row.CORRECTION, correction.answer());
        json.put(Row.CHANGED, correction.changed());
        json.set(Row.EDITS, Row.JSON.valueToTree(correction.edits()));
        json.set(Row.TIMINGS, Row.JSON.valueToTree(Map.of("seconds", Seconds.of(correction.elapsed()))));
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Bad lines are reported when their turn comes; the output can't have them. */
    private static Optional<Row> rowOf(ByteLines.Line line) {
        try {
            return Row.parse(line.bytes());
        } catch (BadRowException e) {
            return Optional.empty();
        }
    }
}
