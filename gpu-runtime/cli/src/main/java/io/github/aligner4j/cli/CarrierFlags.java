package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Good answers, which need no correction. */
final class CarrierFlags {

    @Option(
            names = "--carriers",
            paramLabel = "FILE",
            description = "Good answers for --identity-rows: rows of question and answer.")
    private @Nullable Path carriers;

    /** Returns the good answers; none without {@code --carriers}. */
    List<CorrectionRow> read(RowReader reader) throws IOException {
        return carriers == null
                ? List.of()
                : reader.read(carriers, CorrectionRow::parseGoodAnswer);
    }
}
