// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Short digests of texts. */
public final class Digests {

    private Digests() {}

    /** Returns the first {@code bytes} bytes of a digest of {@code texts} in this order, in hexadecimal digits. */
    public static String of(List<String> texts, int bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                digest.update((encoded.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(encoded);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
