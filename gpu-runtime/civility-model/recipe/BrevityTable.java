import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says how the brevity adapter does on windows of answers that it was not trained on. */
final class BrevityTable {

    public static void main(String[] args) throws IOException {
        List<CorrectionRow> rows = RowFile.read(Path.of(args[2]), CorrectionRow::parse).rows();
        try (CheckpointAligner base = CheckpointAligner.builder(Path.of(args[0]))
                .adapter("brevity", Path.of(args[1]))
                .open()) {
            Aligner brevity = base.withAdapter("brevity");
            System.out.println("| windows of held-out answers | number | as the rules have it | left as they are | rejected"
                    + " | characters, of the answer's (by the rules) |\n| --- | --- | --- | --- | --- | --- |");
            print("with something to shorten", rows.stream().filter(row -> !row.identity()).toList(), brevity);
            print("with nothing to shorten", rows.stream().filter(CorrectionRow::identity).toList(), brevity);
        }
    }

    private static void print(String name, List<CorrectionRow> rows, Aligner brevity) {
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
        System.out.printf(
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

    /** A window of which nothing is left is rejected as an answer of its own; inside an answer it may go. */
    private static Optional<String> corrected(CorrectionRow row, Aligner brevity) {
        try {
            return Optional.of(brevity.correct(CorrectionRequest.of(row.question(), row.answer()))
                    .answer());
        } catch (AlignerException e) {
            boolean leftOut = String.valueOf(e.getMessage()).contains("all of the answer was left out");
            return leftOut ? Optional.of("") : Optional.empty();
        }
    }
}
