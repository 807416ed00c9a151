package io.github.aligner4j.evaluation.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A sample of changes, stratified by edit ratio so that small and large ones are seen; the same for the same changes in the same
 * order and the same seed. Keeps no more changes in memory than four times its size.
 */
final class ChangeSample {

    private final int size;
    private final Map<Stratum, Reservoir> reservoirs = new EnumMap<>(Stratum.class);

    ChangeSample(int size, long seed) {
        this.size = size;
        for (Stratum stratum : Stratum.values()) {
            reservoirs.put(stratum, new Reservoir(new SplittableRandom(seed + stratum.ordinal())));
        }
    }

    /** Offers a change, which is only made if it becomes part of the sample so far. */
    void offer(double editRatio, Supplier<TypicalChange> change) {
        Reservoir reservoir = reservoirs.get(Stratum.of(editRatio));
        if (reservoir != null && size > 0) {
            reservoir.offer(size, change);
        }
    }

    /** Returns the sample by edit ratio: as many of each stratum, as far as there are so many. */
    List<TypicalChange> changes() {
        List<TypicalChange> chosen = new ArrayList<>();
        for (int round = 0; round < size; round++) {
            for (Reservoir reservoir : reservoirs.values()) {
                if (chosen.size() < size && round < reservoir.kept.size()) {
                    chosen.add(reservoir.kept.get(round));
                }
            }
        }
        chosen.sort(Comparator.comparingDouble(TypicalChange::editRatio));
        return chosen;
    }

    /** A uniform sample of a stream. */
    private static final class Reservoir {

        private final SplittableRandom random;
        private final List<TypicalChange> kept = new ArrayList<>();
        private long seen;

        Reservoir(SplittableRandom random) {
            this.random = random;
        }

        void offer(int size, Supplier<TypicalChange> change) {
            seen++;
            if (kept.size() < size) {
                kept.add(change.get());
                return;
            }
            long place = random.nextLong(seen);
            if (place < size) {
                kept.set((int) place, change.get());
            }
        }
    }
}
