// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A sample of changes, stratified by edit ratio so that small and large ones are seen.
 *
 * <p>Of each stratum, the changes with the lowest digests are kept, so each different change is as likely as any other, however often
 * it occurs; the sample depends on the changes and the seed, not on their order; and no more changes are in memory than four times
 * its size.
 */
final class ChangeSample {

    private final int size;
    private final long seed;
    private final Map<Stratum, NavigableMap<Long, TypicalChange>> strata = new EnumMap<>(Stratum.class);

    ChangeSample(int size, long seed) {
        this.size = size;
        this.seed = seed;
    }

    /** Offers the change from {@code before} to {@code after}, which is only made if it becomes part of the sample so far. */
    void offer(double editRatio, String before, String after, Supplier<TypicalChange> change) {
        if (size == 0) {
            return;
        }
        NavigableMap<Long, TypicalChange> kept = strata.computeIfAbsent(Stratum.of(editRatio), none -> new TreeMap<>());
        long digest = digest(before, after);
        boolean full = kept.size() == size;
        if (kept.containsKey(digest) || (full && digest > kept.lastKey())) {
            return;
        }
        kept.put(digest, change.get());
        if (full) {
            kept.pollLastEntry();
        }
    }

    /** Returns the sample by edit ratio: as many of each stratum, as far as there are so many. */
    List<TypicalChange> changes() {
        List<List<TypicalChange>> kept = new ArrayList<>();
        strata.values().forEach(each -> kept.add(List.copyOf(each.values())));
        List<TypicalChange> chosen = new ArrayList<>();
        for (int round = 0; round < size; round++) {
            for (List<TypicalChange> stratum : kept) {
                if (chosen.size() < size && round < stratum.size()) {
                    chosen.add(stratum.get(round));
                }
            }
        }
        chosen.sort(Comparator.comparingDouble(TypicalChange::editRatio).thenComparing(TypicalChange::source));
        return chosen;
    }

    private long digest(String before, String after) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(seed)
                    .putInt(before.length())
                    .flip());
            digest.update(before.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest(after.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
