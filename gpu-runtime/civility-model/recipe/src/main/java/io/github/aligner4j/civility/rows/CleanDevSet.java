// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility.rows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The tenth of the questions whose good answers are held out as a dev set. */
final class CleanDevSet {

    private static final long PARTS = 10;
    private static final long HELD_OUT = 9;

    private CleanDevSet() {}

    /** Returns whether the answers to {@code question} are in the dev set. */
    static boolean has(String question) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(question.getBytes(StandardCharsets.UTF_8));
            return Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt()) % PARTS == HELD_OUT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
