// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cache;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The SHA-256 digest of everything that decides on a correction. A key therefore keeps no text, and has the same size for every
 * request.
 */
record CacheKey(long first, long second, long third, long fourth) {

    /**
     * Returns the key of {@code request}.
     *
     * @param attributes the names of the attributes that decide on a correction
     * @param part true if the answer is a part of one, all of which may be deleted
     */
    static CacheKey of(String fingerprint, CorrectionRequest request, List<String> attributes, boolean part) {
        MessageDigest digest = sha256();
        update(digest, fingerprint);
        update(digest, request.question());
        update(digest, request.answer());
        update(digest, request.conversation().size());
        for (Turn turn : request.conversation()) {
            update(digest, turn.role().name());
            update(digest, turn.text());
        }
        update(digest, request.context());
        update(digest, request.aspects());
        update(digest, Double.doubleToLongBits(request.strength().orElse(Double.NaN)));
        for (String name : attributes) {
            Object value = request.attributes().get(name);
            update(digest, value == null ? 0 : 1);
            update(digest, String.valueOf(value));
        }
        update(digest, part ? 1 : 0);
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new CacheKey(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    private static void update(MessageDigest digest, List<String> texts) {
        update(digest, texts.size());
        texts.forEach(text -> update(digest, text));
    }

    /** Adds the length, so that no two lists of texts have the same bytes, and the UTF-16 code units, unpaired surrogates included. */
    private static void update(MessageDigest digest, String text) {
        update(digest, text.length());
        ByteBuffer units = ByteBuffer.allocate(Math.multiplyExact(Character.BYTES, text.length()));
        units.asCharBuffer().put(text);
        digest.update(units);
    }

    private static void update(MessageDigest digest, long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
