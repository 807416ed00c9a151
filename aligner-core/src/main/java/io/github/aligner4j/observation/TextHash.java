// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Digests of texts in UTF-8. */
final class TextHash {

    /** The digest without a key. */
    static final TextHash PLAIN = new TextHash(null);

    private static final String HMAC = "HmacSHA256";

    private final byte @Nullable [] key;

    /**
     * Creates digests.
     *
     * @param key the key of an HMAC, without which a guessed text can be confirmed by its digest; null for a
     *     plain digest
     */
    TextHash(byte @Nullable [] key) {
        this.key = key == null ? null : key.clone();
    }

    String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (key == null) {
                return "sha256:" + hex(MessageDigest.getInstance("SHA-256").digest(bytes));
            }
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return "hmac-sha256:" + hex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
