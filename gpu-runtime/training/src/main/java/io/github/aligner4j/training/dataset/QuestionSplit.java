package io.github.aligner4j.training.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset split into three parts. All rows of a question, or of an answer without one, are in the same part, which depends only on the
 * question and the seed.
 *
 * @param train the training set
 * @param dev the dev set
 * @param test the test set
 */
public record QuestionSplit(List<CorrectionRow> train, List<CorrectionRow> dev, List<CorrectionRow> test) {

    /** Copies the lists. */
    public QuestionSplit {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    /**
     * Splits {@code rows}.
     *
     * @param devShare the share of questions in the dev set
     * @param testShare the share of questions in the test set
     * @throws IllegalArgumentException if a share is negative, or their sum is 1 or more
     */
    public static QuestionSplit of(List<CorrectionRow> rows, double devShare, double testShare, long seed) {
        if (!(devShare >= 0 && testShare >= 0 && devShare + testShare < 1)) {
            throw new IllegalArgumentException("the shares of dev and test must be at least 0 and together below 1,"
                    + " but were " + devShare + " and " + testShare);
        }
        List<CorrectionRow> train = new ArrayList<>();
        List<CorrectionRow> dev = new ArrayList<>();
        List<CorrectionRow> test = new ArrayList<>();
        for (CorrectionRow row : rows) {
            double place = place(row, seed);
            (place < testShare ? test : place < testShare + devShare ? dev : train).add(row);
        }
        return new QuestionSplit(train, dev, test);
    }

    private static double place(CorrectionRow row, long seed) {
        String key = Deduplication.plain(row.question().isBlank() ? row.answer() : row.question());
        byte[] hash = sha256((seed + ":" + key).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
