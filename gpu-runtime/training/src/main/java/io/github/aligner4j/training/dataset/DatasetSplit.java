// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A dataset split into three parts. All rows of a group are in the same part, which depends only on the group's name and the seed, so that
 * rows stay where they are when others are added.
 *
 * @param train the training set
 * @param dev the dev set
 * @param test the test set
 * @param <R> the type of a row
 */
public record DatasetSplit<R>(List<R> train, List<R> dev, List<R> test) {

    /** Copies the lists. */
    public DatasetSplit {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
    }

    /**
     * Splits {@code rows}.
     *
     * @param group the name of a row's group, ignoring case and white space
     * @param devShare the share of groups in the dev set
     * @param testShare the share of groups in the test set
     * @throws IllegalArgumentException if a share is negative, or their sum is 1 or more
     */
    public static <R> DatasetSplit<R> of(
            List<R> rows, Function<R, String> group, double devShare, double testShare, long seed) {
        if (!(devShare >= 0 && testShare >= 0 && devShare + testShare < 1)) {
            throw new IllegalArgumentException("the shares of dev and test must be at least 0 and together below 1,"
                    + " but were " + devShare + " and " + testShare);
        }
        List<R> train = new ArrayList<>();
        List<R> dev = new ArrayList<>();
        List<R> test = new ArrayList<>();
        for (R row : rows) {
            double place = place(group.apply(row), seed);
            (place < testShare ? test : place < testShare + devShare ? dev : train).add(row);
        }
        return new DatasetSplit<>(train, dev, test);
    }

    private static double place(String group, long seed) {
        byte[] hash = sha256((seed + ":" + Deduplication.plain(group)).getBytes(StandardCharsets.UTF_8));
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
