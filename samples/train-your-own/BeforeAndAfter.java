import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Corrects held-out rows with the embedded Aligner and with the adapter that was trained on it.
 * Both run on the same loaded weights.
 */
final class BeforeAndAfter {

    private static final int SHOWN = 3;

    public static void main(String[] args) throws IOException {
        List<CorrectionRow> rows = RowFile.read(Path.of(args[1]), CorrectionRow::parse).rows();
        try (CheckpointAligner before = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("mine", ModelSource.parse(args[0]))
                .open()) {
            Aligner after = before.withAdapter("mine");
            some(rows).forEach(row -> show(row, before, after));
            System.out.println("Held-out rows that are corrected exactly as expected, of " + rows.size() + ":");
            System.out.println("  before: " + exact(rows, before));
            System.out.println("  after:  " + exact(rows, after));
        }
    }

    /** A few rows with something to correct, from the whole file. */
    private static List<CorrectionRow> some(List<CorrectionRow> rows) {
        List<CorrectionRow> changed = rows.stream().filter(row -> !row.identity()).toList();
        int every = Math.max(1, changed.size() / SHOWN);
        return IntStream.iterate(0, i -> i < changed.size(), i -> i + every)
                .limit(SHOWN)
                .mapToObj(changed::get)
                .toList();
    }

    private static void show(CorrectionRow row, Aligner before, Aligner after) {
        System.out.println("  answer: " + row.answer());
        System.out.println("  before: " + corrected(row, before));
        System.out.println("  after:  " + corrected(row, after));
        System.out.println();
    }

    private static long exact(List<CorrectionRow> rows, Aligner aligner) {
        return rows.stream().filter(row -> corrected(row, aligner).equals(row.correction())).count();
    }

    /** What makes no sense as a correction is rejected; an application would say what happens then (see FailurePolicy). */
    private static String corrected(CorrectionRow row, Aligner aligner) {
        try {
            return aligner.correct(CorrectionRequest.of(row.question(), row.answer())).answer();
        } catch (AlignerException rejected) {
            return "(rejected)";
        }
    }
}
