package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One forward pass over several sequences whose tokens lie end to end: matrices meet all of them at once, attention looks at
 * each sequence alone.
 */
final class RaggedPass {

    /** A tree's mask is built from one number for each pair of its tokens. */
    private static final int MOST_TREE_TOKENS = 256;

    private final List<Segment> asked;
    private final List<Segment> segments;
    private final List<TorchKeyValueCache> caches;
    private final PassVariants variants = new PassVariants();
    private final LongList ids = new LongList();
    private final LongList positions = new LongList();
    private final LongList scored = new LongList();
    private final List<IValue> places = new ArrayList<>();

    private RaggedPass(List<Segment> asked, List<Segment> segments, List<TorchKeyValueCache> caches) {
        this.asked = asked;
        this.segments = segments;
        this.caches = caches;
        segments.forEach(this::add);
    }

    /**
     * Checks all segments for a pass of {@code model}.
     *
     * @throws IllegalArgumentException if one can't be read; then none is
     */
    static RaggedPass of(List<Segment> segments, TorchCausalLanguageModel model) {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("A forward pass needs at least one segment.");
        }
        segments.forEach(segment -> check(segment, model));
        // Rows of one adapter lie together, so that its matrices meet all of them at once.
        List<Segment> grouped = segments.stream()
                .sorted(Comparator.comparing(segment -> segment.cache().variant().adapter()))
                .toList();
        List<TorchKeyValueCache> caches =
                grouped.stream().map(segment -> model.own(segment.cache())).toList();
        if (caches.stream().distinct().count() < caches.size()) {
            throw new IllegalArgumentException("Two segments of a forward pass share a key/value cache.");
        }
        return new RaggedPass(segments, grouped, caches);
    }

    /** Returns the caches' tensors, to be closed after the pass; the tensors stay. */
    IValue caches() {
        return IValue.listFrom(caches.stream().map(TorchKeyValueCache::tensors).toArray(IValue[]::new));
    }

    /** Returns what the segments' variants lay over the weights, to be closed after the pass; the tensors stay. */
    IValue tunings(TorchTunings tunings) {
        return variants.tunings(tunings);
    }

    /** Returns ids, positions, places, scored rows, groups of rows with their strengths, and whether states are traced. */
    IValue[] arguments(boolean traced) {
        IValue[] each = places.toArray(IValue[]::new);
        IValue where = IValue.listFrom(each);
        places.forEach(IValue::close);
        return new IValue[] {
            IValue.listFrom(ids.toArray()),
            IValue.listFrom(positions.toArray()),
            where,
            IValue.listFrom(scored.toArray()),
            IValue.listFrom(variants.groups()),
            IValue.listFrom(variants.strengths()),
            IValue.from(traced)
        };
    }

    /** Notes that the pass was made. */
    void append() {
        for (int i = 0; i < caches.size(); i++) {
            caches.get(i).append(segments.get(i).rows());
        }
    }

    /** Returns each segment's share of {@code logits}, in the order in which they were asked for. */
    List<Scores> scores(IValue logits, TorchProgram program) {
        float[] best = scored.length() == 0 ? new float[0] : program.floats("best", List.of(logits));
        Map<Segment, Scores> scores = new IdentityHashMap<>();
        int first = 0;
        for (Segment segment : segments) {
            int end = first + segment.scored();
            float[] rows = segment.logits() && end > first
                    ? program.floats("picked", List.of(logits), IValue.from((long) first), IValue.from((long) end))
                    : new float[0];
            scores.put(segment, new TorchScores(best, first, segment.scored(), rows));
            first = end;
        }
        return asked.stream().map(scores::get).toList();
    }

    private void add(Segment segment) {
        int rows = segment.rows();
        int start = ids.length();
        int held = segment.cache().length();
        int[] at = Arrays.stream(depths(segment)).map(depth -> held + depth).toArray();
        variants.add(segment, at);
        for (int row = 0; row < rows; row++) {
            ids.add(segment.tokenIds()[row]);
            positions.add(at[row]);
            if (row >= rows - segment.scored()) {
                scored.add(start + row);
            }
        }
        LongList place = new LongList();
        place.add(start);
        place.add(start + rows);
        place.add(held);
        if (!segment.isChain()) {
            addVisible(segment, place);
        }
        places.add(IValue.listFrom(place.toArray()));
    }

    private static int[] depths(Segment segment) {
        int[] depths = new int[segment.rows()];
        for (int row = 0; row < depths.length; row++) {
            int parent = segment.parents()[row];
            depths[row] = parent < 0 ? 0 : depths[parent] + 1;
        }
        return depths;
    }

    /** Adds row by row which tokens of the tree each one sees: those on the way to it, and itself. */
    private static void addVisible(Segment segment, LongList place) {
        int rows = segment.rows();
        for (int row = 0; row < rows; row++) {
            long[] visible = new long[rows];
            for (int node = row; node >= 0; node = segment.parents()[node]) {
                visible[node] = 1;
            }
            for (long each : visible) {
                place.add(each);
            }
        }
    }

    private static void check(Segment segment, TorchCausalLanguageModel model) {
        int size = model.vocabularySize();
        for (int id : segment.tokenIds()) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException(
                        "Token id " + id + " is not in the vocabulary, 0 to " + (size - 1) + ".");
            }
        }
        if (!segment.isChain() && segment.rows() > MOST_TREE_TOKENS) {
            throw new IllegalArgumentException("A tree of " + segment.rows() + " tokens can't be read at once; at most "
                    + MOST_TREE_TOKENS + " can.");
        }
        model.own(segment.cache()).requireRoom(segment.rows());
    }
}
