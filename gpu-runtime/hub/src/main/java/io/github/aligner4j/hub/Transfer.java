// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches one file into a part file, from where an earlier attempt or process stopped, and checks its hash.
 *
 * <p>The hash is that of the part file as it is on the disk, read again when it is complete. So whatever happened to it, by other
 * processes on a file system without locks included, a wrong file is never accepted.
 */
final class Transfer {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final long PROGRESS_BYTES = 1 << 20;
    private static final int MAX_WRONG_HASHES = 2;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(?:\\d{1,18}|\\*)");

    private final HubHttp http;
    private final Disk disk;
    private final HubSource source;
    private final DownloadListener listener;

    Transfer(HubHttp http, Disk disk, HubSource source, DownloadListener listener) {
        this.http = http;
        this.disk = disk;
        this.source = source;
        this.listener = listener;
    }

    /**
     * Fetches a file.
     *
     * @param part file for its content, complete and checked afterwards
     * @throws HubException if the file can't be fetched or is not the one listed; bytes worth going on with stay in {@code part}
     */
    void fetch(URI uri, ListedFile file, Path part, Retries retries) {
        for (int wrong = 0; ; wrong++) {
            fetchAll(uri, file, part, retries);
            if (matches(file, part)) {
                return;
            }
            restart(file, part);
            if (wrong + 1 == MAX_WRONG_HASHES) {
                throw new HubException(source + ": " + file.path() + " arrived with another hash than the hub lists, "
                        + MAX_WRONG_HASHES
                        + " times; it was deleted; check the proxy or mirror between you and the hub");
            }
        }
    }

    private void fetchAll(URI uri, ListedFile file, Path part, Retries retries) {
        while (!Files.exists(part) || size(part) != file.size()) {
            long before = size(part);
            try {
                if (before > file.size()) {
                    restart(file, part);
                }
                fetchRest(uri, file, part);
            } catch (RetryableException e) {
                if (size(part) >= before + PROGRESS_BYTES) {
                    retries.onProgress();
                }
                retries.await(e);
            }
        }
    }

    private void fetchRest(URI uri, ListedFile file, Path part) throws RetryableException {
        long from = size(part);
        HttpResponse<InputStream> response = http.get(source, uri, from);
        try (StallGuard guard = new StallGuard(response.body(), http.timeout())) {
            if (from > 0 && !continues(response, from)) {
                restart(file, part);
            }
            if (response.statusCode() != (size(part) == 0 ? OK : PARTIAL)) {
                throw new RetryableException("the range from byte " + from + " was refused");
            }
            copy(response.body(), file, part, guard);
        }
    }

    /** Returns whether a response begins at the byte asked for. */
    private static boolean continues(HttpResponse<?> response, long from) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return response.statusCode() == PARTIAL && range.matches() && Long.parseLong(range.group(1)) == from;
    }

    private void copy(InputStream body, ListedFile file, Path part, StallGuard guard) throws RetryableException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = file.size() - size(part);
        try (OutputStream out = disk.open(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int read = read(body, buffer, guard); read >= 0; read = read(body, buffer, guard)) {
                left -= read;
                if (left < 0) {
                    break;
                }
                out.write(buffer, 0, read);
                listener.onBytes(file.path(), read);
            }
        } catch (IOException e) {
            throw unwritable(file, part, e);
        }
        if (left < 0) {
            restart(file, part);
            throw new RetryableException("more bytes arrived than the " + file.size() + " that the hub lists");
        }
        if (left > 0) {
            throw new RetryableException("the connection ended " + left + " bytes early");
        }
    }

    private int read(InputStream body, byte[] buffer, StallGuard guard) throws RetryableException {
        try {
            int read = body.read(buffer);
            guard.onPart();
            return read;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new HubException(source + ": interrupted while downloading", e);
            }
            throw new RetryableException(
                    guard.stalled() ? "no bytes arrived for " + http.seconds() : "the connection broke", e);
        }
    }

    private boolean matches(ListedFile file, Path part) {
        try {
            return ContentHash.matches(part, file);
        } catch (IOException e) {
            throw new HubException(source + ": " + part + " can't be read", e);
        }
    }

    private void restart(ListedFile file, Path part) {
        try {
            listener.onBytes(file.path(), -size(part));
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new HubException(source + ": " + part + " can't be deleted; delete it", e);
        }
    }

    private HubException unwritable(ListedFile file, Path part, IOException failure) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return new HubException(
                source + ": " + file.path() + " can't be written into " + part.getParent()
                        + "; the incomplete file was deleted; make "
                        + "room there, or choose another cache (HF_HUB_CACHE)",
                failure);
    }

    static long size(Path part) {
        try {
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
