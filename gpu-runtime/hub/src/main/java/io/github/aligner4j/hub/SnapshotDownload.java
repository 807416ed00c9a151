// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One download: the list of files, what is missing of the small ones, then of the weights.
 *
 * <p>The ref of a branch is moved to a new commit only when all files of that are there, so that without the network the last
 * complete one is found.
 */
final class SnapshotDownload {

    private static final System.Logger LOG = System.getLogger(SnapshotDownload.class.getName());
    private static final long GIGABYTE = 1_000_000_000;
    private static final long MEGABYTE = 1_000_000;
    private static final int MAX_LISTING_BYTES = 64 << 20;

    private final HubSource source;
    private final RepositoryCache cache;
    private final HubHttp http;
    private final RetryPolicy retryPolicy;
    private final DownloadListener listener;

    SnapshotDownload(
            HubSource source, RepositoryCache cache, HubHttp http, RetryPolicy retryPolicy, DownloadListener listener) {
        this.source = source;
        this.cache = cache;
        this.http = http;
        this.retryPolicy = retryPolicy;
        this.listener = listener;
    }

    /** Downloads what is missing; if the hub can't be reached, returns what is cached. */
    Path run(CachedSnapshot cached) {
        Optional<Path> known = cached.find();
        RepositoryListing listing;
        try {
            listing = listing(known.isPresent() ? retryPolicy.withMaxAttempts(1) : retryPolicy);
        } catch (HubUnreachableException e) {
            if (known.isPresent()) {
                LOG.log(System.Logger.Level.WARNING, e.getMessage() + "; using the copy in the cache, " + known.get());
                return known.get();
            }
            throw e;
        }
        try {
            return download(cached, listing);
        } catch (IOException e) {
            throw new HubException(
                    source + ": the cache " + cache.folder() + " can't be written ("
                            + e.getClass().getSimpleName()
                            + "); make it writable, or choose another one (HF_HUB_CACHE)",
                    e);
        }
    }

    private Path download(CachedSnapshot cached, RepositoryListing listing) throws IOException {
        FileSelection selection = new FileSelection(source, listing);
        fetch(listing, selection.small());
        Path snapshot = cache.snapshot(listing.commit());
        Set<String> shards = selection.isSharded() ? ShardIndex.read(source, cached.indexOf(snapshot)) : Set.of();
        fetch(listing, selection.weights(shards));
        cache.write(listing);
        cache.writeRef(source, listing.commit());
        return source.in(snapshot);
    }

    private RepositoryListing listing(RetryPolicy policy) {
        URI uri = http.uri(
                "api/models/" + source.repository() + "/revision/" + encoded(source.revisionOrMain()) + "?blobs=true");
        Retries retries = policy.start(source + ": the list of files", listener);
        while (true) {
            try {
                return RepositoryListing.parse(source, body(http.get(source, uri, 0)));
            } catch (RetryableException e) {
                retries.await(e);
            }
        }
    }

    private byte[] body(HttpResponse<InputStream> response) throws RetryableException {
        try (StallGuard guard = new StallGuard(response.body(), http.timeout())) {
            byte[] body = guard.readNBytes(MAX_LISTING_BYTES + 1);
            if (body.length > MAX_LISTING_BYTES) {
                throw new HubException(
                        source + ": the hub's list of files is larger than " + MAX_LISTING_BYTES + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw new RetryableException("the connection broke", e);
        }
    }

    private void fetch(RepositoryListing listing, List<ListedFile> wanted) throws IOException {
        List<ListedFile> missing = new ArrayList<>();
        for (ListedFile file : wanted) {
            if (!cache.has(listing.commit(), file)) {
                missing.add(checked(listing, file));
            }
        }
        requireRoom(missing);
        for (ListedFile file : missing) {
            fetch(listing.commit(), file);
        }
    }

    private void requireRoom(List<ListedFile> missing) throws IOException {
        List<ListedFile> absent =
                missing.stream().filter(file -> !cache.hasBlob(file)).toList();
        if (absent.isEmpty()) {
            return;
        }
        long bytes = absent.stream()
                .mapToLong(file -> file.size() - PartFile.left(cache, file))
                .sum();
        long free = cache.disk().usableBytes(cache.folder());
        if (bytes > free) {
            throw new HubException(source + ": the download needs " + size(bytes) + ", but " + cache.folder() + " has "
                    + size(free) + " free; make room there, or choose another cache (HF_HUB_CACHE)");
        }
        listener.onStart(source, absent.size(), bytes);
    }

    private void fetch(String commit, ListedFile file) throws IOException {
        boolean fresh = !cache.hasBlob(file);
        if (fresh) {
            Transfer transfer = new Transfer(http, cache.disk(), source, listener);
            try (PartFile part = PartFile.open(cache, file)) {
                if (!cache.hasBlob(file)) {
                    transfer.fetch(
                            content(commit, file),
                            file,
                            part.path(),
                            retryPolicy.start(source + ": " + file.path(), listener));
                    RepositoryCache.move(part.path(), cache.blob(file));
                }
            }
            PartFile.deleteOthers(cache, file);
        }
        cache.link(commit, file, fresh);
    }

    /** Returns {@code file} with its hash and size, which some mirrors tell only in headers. */
    private ListedFile checked(RepositoryListing listing, ListedFile file) {
        if (file.isChecked()) {
            return file;
        }
        Retries retries = retryPolicy.start(source + ": " + file.path(), listener);
        while (true) {
            try {
                return FileHeaders.read(
                        source,
                        file,
                        http.head(source, content(listing.commit(), file)).headers());
            } catch (RetryableException e) {
                retries.await(e);
            }
        }
    }

    private URI content(String commit, ListedFile file) {
        return http.uri(source.repository() + "/resolve/" + commit + "/"
                + Stream.of(file.path().split("/"))
                        .map(SnapshotDownload::encoded)
                        .collect(Collectors.joining("/")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String size(long bytes) {
        return bytes >= GIGABYTE
                ? String.format(Locale.ROOT, "%.2f GB", (double) bytes / GIGABYTE)
                : String.format(Locale.ROOT, "%.2f MB", (double) bytes / MEGABYTE);
    }
}
