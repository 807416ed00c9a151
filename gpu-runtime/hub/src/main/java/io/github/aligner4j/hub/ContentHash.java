// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hashes by which the hub names contents: SHA-256 of large files, and git's for small ones, which is the SHA-1 of a header
 * with the length and the content.
 */
final class ContentHash {

    private static final int BUFFER_BYTES = 1 << 20;

    private ContentHash() {}

    /** Returns whether the content of {@code path} is that of {@code file}. */
    static boolean matches(Path path, ListedFile file) throws IOException {
        return of(path, file.sha256() == null ? gitBlob(Files.size(path)) : digest("SHA-256"))
                .equals(file.blobName());
    }

    private static MessageDigest gitBlob(long size) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        return digest;
    }

    private static String of(Path path, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has " + algorithm, e);
        }
    }
}
