package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
    private final BatchAdapters variants = new BatchAdapters();
    private final LongList ids = new LongList();
    private final LongList positions = new LongList();
    private final LongList scored = new LongList();
    private final List<long[]> places = new ArrayList<>();
    private final List<IValue> placed = new ArrayList<>();

    private RaggedPass(List<Segment> asked, List<Segment> segments, List<TorchKeyValueCache> caches) {
        this.asked = asked;
        this.segments = segments;
        this.caches = caches;
    }

    /**
     * Checks all segments for a pass of {@code model}.
     *
     * @throws IllegalArgumentException if one can't be read; then none is
     */
    static RaggedPass of(List<Segment> segments, TorchCausalLanguageModel model) {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a forward pass needs at least one segment");
        }
        segments.forEach(segment -> check(segment, model));
        // Rows of one adapter lie together, so that its matrices meet all of them at once.
        List<Segment> grouped = segments.stream()
                .sorted(Comparator.comparing(
                        segment -> segment.cache().variant().adapter()))
                .toList();
        List<TorchKeyValueCache> caches =
                grouped.stream().map(segment -> model.own(segment.cache())).toList();
        if (caches.stream().distinct().count() < caches.size()) {
            throw new IllegalArgumentException("two segments of a forward pass share a key/value cache");
        }
        RaggedPass pass = new RaggedPass(segments, grouped, caches);
        for (int i = 0; i < caches.size(); i++) {
            pass.add(grouped.get(i), caches.get(i));
        }
        return pass;
    }

    /** Returns the tensors of each place's cache, to be closed after the pass; the tensors stay. */
    IValue caches() {
        return IValue.listFrom(placed.toArray(IValue[]::new));
    }

    /** Returns what the segments' variants lay over the weights, to be closed after the pass; the tensors stay. */
    IValue tunings(DeviceAdapters tunings) {
        return variants.tunings(tunings);
    }

    /** Returns ids, positions, places, scored rows, groups of rows with their strengths, and whether states are traced. */
    IValue[] arguments(boolean traced) {
        IValue[] each = places.stream().map(IValue::listFrom).toArray(IValue[]::new);
        IValue where = IValue.listFrom(each);
        for (IValue place : each) {
            place.close();
        }
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
        Scores[] scores = new Scores[asked.size()];
        int first = 0;
        for (Segment segment : segments) {
            int end = first + segment.scored();
            float[] rows = segment.logits() && end > first
                    ? program.floats("picked", List.of(logits), IValue.from((long) first), IValue.from((long) end))
                    : new float[0];
            scores[asked.indexOf(segment)] = new TorchScores(best, first, segment.scored(), rows);
            first = end;
        }
        return List.of(scores);
    }

    private void add(Segment segment, TorchKeyValueCache cache) {
        int rows = segment.rows();
        int start = ids.length();
        int held = cache.length();
        int[] at = Arrays.stream(depths(segment)).map(depth -> held + depth).toArray();
        variants.add(segment, at);
        for (int row = 0; row < rows; row++) {
            ids.add(segment.tokenIds()[row]);
            positions.add(at[row]);
            if (row >= rows - segment.scored()) {
                scored.add(start + row);
            }
        }
        int trunk = rows <= MOST_TREE_TOKENS && !segment.isChain() ? 0 : trunk(segment.parents());
        if (trunk > 0) {
            place(cache, start, start + trunk, held);
        }
        if (trunk < rows) {
            place(cache, start + trunk, start + rows, held + trunk, visible(segment.parents(), trunk));
        }
    }

    /** Adds rows that see what {@code cache} holds in front of them and, if nothing else is said, one another in order. */
    private void place(TorchKeyValueCache cache, int first, int end, int held, long... visible) {
        long[] place = Arrays.copyOf(new long[] {first, end, held}, 3 + visible.length);
        System.arraycopy(visible, 0, place, 3, visible.length);
        places.add(place);
        placed.add(cache.tensors());
    }

    private static int[] depths(Segment segment) {
        int[] depths = new int[segment.rows()];
        for (int row = 0; row < depths.length; row++) {
            int parent = segment.parents()[row];
            depths[row] = parent < 0 ? 0 : depths[parent] + 1;
        }
        return depths;
    }

    /** Returns how many leading tokens form a chain from whose end all else goes on. */
    private static int trunk(int[] parents) {
        int trunk = parents.length;
        for (int row = parents.length - 1; row >= 0; row--) {
            trunk = Math.min(trunk, parents[row] == row - 1 ? trunk : parents[row] + 1);
        }
        return trunk;
    }

    /** Returns row by row which tokens of the tree behind the trunk each one sees: those on the way to it, and itself. */
    private static long[] visible(int[] parents, int trunk) {
        int rows = parents.length - trunk;
        long[] visible = new long[rows * rows];
        for (int row = 0; row < rows; row++) {
            for (int node = row; node >= 0; node = parents[trunk + node] - trunk) {
                visible[row * rows + node] = 1;
            }
        }
        return visible;
    }

    private static void check(Segment segment, TorchCausalLanguageModel model) {
        int size = model.vocabularySize();
        for (int id : segment.tokenIds()) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException(
                        "token id " + id + " is not in the vocabulary, 0 to " + (size - 1));
            }
        }
        int branching = segment.rows() - trunk(segment.parents());
        if (branching > MOST_TREE_TOKENS) {
            throw new IllegalArgumentException(
                    "a tree of " + branching + " tokens can't be read at once; at most " + MOST_TREE_TOKENS + " can");
        }
        model.own(segment.cache()).requireRoom(segment.rows());
    }
}
