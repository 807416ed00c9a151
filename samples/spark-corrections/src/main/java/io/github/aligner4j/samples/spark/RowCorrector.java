package io.github.aligner4j.samples.spark;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Corrects one row. A row that can't be corrected is rejected with the reason. A failure that passes, such as an engine that is
 * not reached, is no reason: after some attempts it fails the task, and the row stays to be done.
 */
final class RowCorrector {

    static final String CORRECTED = "corrected";
    static final String REJECTED = "rejected";
    static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add("question", DataTypes.StringType)
            .add("answer", DataTypes.StringType)
            .add("correction", DataTypes.StringType)
            .add("changed", DataTypes.BooleanType)
            .add("edits", DataTypes.IntegerType)
            .add("millis", DataTypes.LongType)
            .add("reason", DataTypes.StringType)
            .add("status", DataTypes.StringType);

    private static final int MAX_ATTEMPTS = 4;
    private static final int FIRST_PAUSE_SECONDS = 1;

    private final Aligner aligner;

    RowCorrector(Aligner aligner) {
        this.aligner = aligner;
    }

    /**
     * Returns the row with its correction, or with the reason why it has none.
     *
     * @throws AlignerException if it can't be told which, because a failure that passes did not pass
     */
    Row correct(Row row) throws InterruptedException {
        String question = row.getAs("question");
        String answer = row.getAs("answer");
        if (answer == null) {
            return rejected(row, "the answer is null");
        }
        CorrectionRequest request = CorrectionRequest.of(question == null ? "" : question, answer);
        try {
            return corrected(row, correction(request));
        } catch (AlignerException e) {
            if (e.retryable()) {
                throw e;
            }
            return rejected(row, e.getMessage());
        }
    }

    private Correction correction(CorrectionRequest request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return aligner.correct(request, CorrectionContext.DEFAULT);
            } catch (AlignerException e) {
                if (!e.retryable() || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep((long) FIRST_PAUSE_SECONDS << (attempt - 1));
            }
        }
    }

    private static Row corrected(Row row, Correction correction) {
        return RowFactory.create(
                row.getAs("id"),
                row.getAs("question"),
                row.getAs("answer"),
                correction.answer(),
                correction.changed(),
                correction.edits().size(),
                correction.elapsed().toMillis(),
                null,
                CORRECTED);
    }

    private static Row rejected(Row row, String reason) {
        return RowFactory.create(
                row.getAs("id"), row.getAs("question"), row.getAs("answer"), null, null, null, null, reason, REJECTED);
    }
}
