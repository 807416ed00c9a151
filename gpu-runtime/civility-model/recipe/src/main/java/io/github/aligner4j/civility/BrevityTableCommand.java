package io.github.aligner4j.civility;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recipe brevity-table}: measures the brevity adapter on windows of held-out answers. */
@Command(
        name = "brevity-table",
        description = "Corrects held-out windows with the brevity adapter and prints a table.",
        mixinStandardHelpOptions = true)
final class BrevityTableCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BASE", description = "The folder of the base checkpoint.")
    private Path base = Path.of("");

    @Parameters(index = "1", paramLabel = "ADAPTER", description = "The folder of the adapter.")
    private Path adapter = Path.of("");

    @Parameters(index = "2", paramLabel = "ROWS", description = "The held-out windows.")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<CorrectionRow> rows = RowFile.read(file, CorrectionRow::parse).rows();
        try (CheckpointAligner aligner = CheckpointAligner.builder(ModelSource.folder(base))
                .adapter("brevity", ModelSource.folder(adapter))
                .open()) {
            Aligner brevity = aligner.withAdapter("brevity");
            PrintWriter out = spec.commandLine().getOut();
            out.println("| windows of held-out answers | number | as the rules have it | left as they are | rejected"
                    + " | characters, of the answer's (by the rules) |\n| --- | --- | --- | --- | --- | --- |");
            print(
                    "with something to shorten",
                    rows.stream().filter(row -> !row.identity()).toList(),
                    brevity,
                    out);
            print(
                    "with nothing to shorten",
                    rows.stream().filter(CorrectionRow::identity).toList(),
                    brevity,
                    out);
            return 0;
        }
    }

    private static void print(String name, List<CorrectionRow> rows, Aligner brevity, PrintWriter out) {
        int exact = 0;
        int untouched = 0;
        int rejected = 0;
        long before = 0;
        long after = 0;
        long wanted = 0;
        for (CorrectionRow row : rows) {
            Optional<String> found = corrected(row, brevity);
            String text = found.orElse(row.answer());
            exact += text.equals(row.correction()) ? 1 : 0;
            untouched += text.equals(row.answer()) ? 1 : 0;
            rejected += found.isEmpty() ? 1 : 0;
            before += row.answer().length();
            after += text.length();
            wanted += row.correction().length();
        }
        double all = rows.size() / 100.0;
        out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% (%.1f %%) |%n",
                name,
                rows.size(),
                exact / all,
                untouched / all,
                rejected / all,
                100.0 * after / before,
                100.0 * wanted / before);
    }

    /** Returns the correction; empty if it was rejected. A window may be deleted inside an answer, but not on its own. */
    private static Optional<String> corrected(CorrectionRow row, Aligner brevity) {
        try {
            return Optional.of(brevity.correct(CorrectionRequest.of(row.question(), row.answer()))
                    .answer());
        } catch (AlignerException e) {
            boolean leftOut = String.valueOf(e.getMessage()).contains("the whole answer was deleted");
            return leftOut ? Optional.of("") : Optional.empty();
        }
    }
}
