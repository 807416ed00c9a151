// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass over several sequences whose tokens lie end to end: linear layers process all of them at once, attention
 * each sequence by itself.
 */
final class RaggedPass {

    /** Maximum number of tokens of a tree, whose mask is built from one number for each pair. */
    private static final int MAX_TREE_TOKENS = 256;

    private final List<Segment> requested;
    private final List<Segment> segments;
    private final List<TorchKeyValueCache> caches;
    private final BatchAdapters adapters = new BatchAdapters();
    private final LongList ids = new LongList();
    private final LongList positions = new LongList();
    private final LongList scored = new LongList();
    private final List<Span> spans = new ArrayList<>();

    private RaggedPass(List<Segment> requested, List<Segment> segments, List<TorchKeyValueCache> caches) {
        this.requested = requested;
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

    /** Returns the tensors of each span's cache, to close after the pass; the tensors stay. */
    IValue caches() {
        return IValue.listFrom(
                spans.stream().map(span -> span.cache().tensors()).toArray(IValue[]::new));
    }

    /** Returns the adapters of the segments, to close after the pass; the tensors stay. */
    IValue adapters(DeviceAdapters weights) {
        return adapters.weights(weights);
    }

    /**
     * Returns ids, positions, spans, calls of attention, rows of tokens in a slab they share and places of their results, scored
     * tokens, groups of tokens with one adapter, strengths, and whether states are traced.
     */
    IValue[] arguments(boolean traced) {
        boolean together = spans.size() > 1 && spans.get(0).cache().slab().shared();
        AttentionCalls calls = together ? AttentionCalls.together(spans) : AttentionCalls.single(spans);
        return new IValue[] {
            IValue.listFrom(ids.toArray()),
            IValue.listFrom(positions.toArray()),
            listOf(spans.stream().map(Span::segment).toList()),
            listOf(calls.calls()),
            listOf(together ? List.of(rows(), calls.order()) : List.of(new long[0], new long[0])),
            IValue.listFrom(scored.toArray()),
            IValue.listFrom(adapters.groups()),
            IValue.listFrom(adapters.strengths()),
            IValue.from(traced)
        };
    }

    /** Returns whether any token is scored. */
    boolean scored() {
        return scored.length() > 0;
    }

    private static IValue listOf(List<long[]> lists) {
        IValue[] each = lists.stream().map(IValue::listFrom).toArray(IValue[]::new);
        IValue all = IValue.listFrom(each);
        for (IValue list : each) {
            list.close();
        }
        return all;
    }

    /** Returns the row of the slab that each token's keys and values get. */
    private long[] rows() {
        LongList rows = new LongList();
        for (Span span : spans) {
            for (int i = 0; i < span.size(); i++) {
                rows.add(span.cache().offset() + span.held() + i);
            }
        }
        return rows.toArray();
    }

    /** Records that the caches hold the tokens of the pass. */
    void append() {
        for (int i = 0; i < caches.size(); i++) {
            caches.get(i).append(segments.get(i).size());
        }
    }

    /**
     * Returns each segment's share of the scores, in the order of the request.
     *
     * @param best id and logit of the most likely token, for each scored token of the pass
     * @param logits all logits of the pass; null if no segment requested them
     */
    List<Scores> scores(float[] best, @Nullable PassLogits logits) {
        Scores[] scores = new Scores[requested.size()];
        int first = 0;
        for (Segment segment : segments) {
            int end = first + segment.scored();
            scores[requested.indexOf(segment)] =
                    new TorchScores(best, first, segment.scored(), segment.logits() ? logits : null);
            first = end;
        }
        return List.of(scores);
    }

    private void add(Segment segment, TorchKeyValueCache cache) {
        int rows = segment.size();
        int start = ids.length();
        int held = cache.length();
        int[] at = Arrays.stream(depths(segment)).map(depth -> held + depth).toArray();
        adapters.add(segment, at);
        for (int row = 0; row < rows; row++) {
            ids.add(segment.tokenIds()[row]);
            positions.add(at[row]);
            if (row >= rows - segment.scored()) {
                scored.add(start + row);
            }
        }
        int trunk = rows <= MAX_TREE_TOKENS && !segment.isChain() ? 0 : trunk(segment.parents());
        if (trunk > 0) {
            spans.add(new Span(start, cache, held, Arrays.copyOf(segment.parents(), trunk)));
        }
        if (trunk < rows) {
            spans.add(new Span(start + trunk, cache, held + trunk, behind(segment.parents(), trunk)));
        }
    }

    private static int[] depths(Segment segment) {
        int[] depths = new int[segment.size()];
        for (int row = 0; row < depths.length; row++) {
            int parent = segment.parents()[row];
            depths[row] = parent < 0 ? 0 : depths[parent] + 1;
        }
        return depths;
    }

    /** Returns the number of leading tokens that form a chain from whose end all others continue. */
    private static int trunk(int[] parents) {
        int trunk = parents.length;
        for (int row = parents.length - 1; row >= 0; row--) {
            trunk = Math.min(trunk, parents[row] == row - 1 ? trunk : parents[row] + 1);
        }
        return trunk;
    }

    /** Returns the parents of the tokens behind the trunk, counted from its end. */
    private static int[] behind(int[] parents, int trunk) {
        return Arrays.stream(parents, trunk, parents.length)
                .map(parent -> parent - trunk)
                .toArray();
    }

    private static void check(Segment segment, TorchCausalLanguageModel model) {
        int size = model.vocabularySize();
        for (int id : segment.tokenIds()) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException("token id " + id + " is not in the vocabulary, 0 to " + (size - 1));
            }
        }
        int branching = segment.size() - trunk(segment.parents());
        if (branching > MAX_TREE_TOKENS) {
            throw new IllegalArgumentException(
                    "a tree of " + branching + " tokens can't be read at once; at most " + MAX_TREE_TOKENS + " can");
        }
        model.own(segment.cache()).requireRoom(segment.size());
    }
}
