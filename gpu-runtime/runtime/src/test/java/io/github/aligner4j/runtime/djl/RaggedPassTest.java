// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Passes over several sequences, and over trees, in all families: full, windowed, grouped, capped attention. */
class RaggedPassTest {

    private static final String IN_ONE_SLAB = ", in one slab";

    private static final Offset<Float> ROUNDING = Offset.offset(2e-4f);

    @TempDir
    private static Path folder;

    private static final Map<String, TorchCausalLanguageModel> MODELS = new HashMap<>();

    @BeforeAll
    static void load() {
        for (String name : GoldenCheckpoint.names()) {
            Path checkpoint = GoldenCheckpoint.unpack(name, folder).folder();
            MODELS.put(name, OneSlab.load(checkpoint, false));
            MODELS.put(name + IN_ONE_SLAB, OneSlab.load(checkpoint, true));
        }
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(TorchCausalLanguageModel::close);
    }

    /** A CPU gives each sequence a call of its own; a GPU, one for all of them, which is the same on a CPU. */
    static List<String> names() {
        return GoldenCheckpoint.names().stream()
                .flatMap(name -> Stream.of(name, name + IN_ONE_SLAB))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void sequences_in_one_pass_have_the_scores_of_passes_of_their_own(String name) {
        TorchCausalLanguageModel model = model(name);
        int[] lengths = {1, 45, 3, 70, 1};
        int[] held = {50, 0, 33, 7, 0};
        KeyValueCache[] together = new KeyValueCache[lengths.length];
        KeyValueCache[] alone = new KeyValueCache[lengths.length];
        Segment[] segments = new Segment[lengths.length];
        List<Read> expected = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            together[i] = filled(model, tokens(i, held[i]));
            alone[i] = filled(model, tokens(i, held[i]));
            segments[i] = Segment.chain(tokens(100 + i, lengths[i]), Math.min(2, lengths[i]), i % 2 == 0, together[i]);
            expected.add(read(model, Segment.chain(segments[i].tokenIds(), segments[i].scored(), true, alone[i])));
        }

        List<Scores> scores = model.forward(List.of(segments));

        for (int i = 0; i < lengths.length; i++) {
            assertThat(together[i].length()).isEqualTo(held[i] + lengths[i]);
            assertThat(scores.get(i).rows()).isEqualTo(segments[i].scored());
            for (int row = 0; row < segments[i].scored(); row++) {
                assertThat(scores.get(i).greedy(row))
                        .isEqualTo(expected.get(i).greedy().get(row));
                if (segments[i].logits()) {
                    assertThat(scores.get(i).logits(row))
                            .containsExactly(expected.get(i).logits().get(row), ROUNDING);
                }
            }
            together[i].close();
            alone[i].close();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void each_path_of_a_tree_has_the_scores_of_a_chain_and_can_be_kept(String name) {
        TorchCausalLanguageModel model = model(name);
        // 0 1 2 are pending; behind 2: 3-4-5, 6-7, 8; behind 3: 9.
        int[] parents = {-1, 0, 1, 2, 3, 4, 2, 6, 2, 3};
        int[] ids = tokens(7, parents.length);
        int[] before = tokens(8, 40);
        try (KeyValueCache tree = filled(model, before);
                KeyValueCache other = filled(model, tokens(9, 50))) {
            Segment neighbour = Segment.chain(tokens(10, 2), 1, false, other);
            Segment segment = new Segment(ids, parents, 8, true, tree);
            List<float[]> expected = new ArrayList<>();
            for (int row = 2; row < ids.length; row++) {
                expected.add(GoldenModels.logits(model, concat(before, path(ids, parents, row))));
            }
            Scores scores = model.forward(List.of(neighbour, segment)).get(1);
            for (int row = 0; row < expected.size(); row++) {
                assertThat(scores.logits(row)).as("row " + row).containsExactly(expected.get(row), ROUNDING);
            }
            tree.keep(43, new int[] {46, 47});
            assertThat(tree.length()).isEqualTo(45);
            int[] kept = concat(before, path(ids, parents, 7));
            assertThat(GoldenModels.next(model, tokens(11, 5), tree))
                    .containsExactly(GoldenModels.logits(model, concat(kept, tokens(11, 5))), ROUNDING);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void drafts_and_prompts_of_all_lengths_share_a_pass_with_plain_steps(String name) {
        TorchCausalLanguageModel model = model(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        List<KeyValueCache> together = new ArrayList<>();
        List<KeyValueCache> alone = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        List<Read> expected = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int[] before = tokens(i, i == 0 ? 0 : random.nextInt(100));
            together.add(filled(model, before));
            alone.add(filled(model, before));
            int size = i % 3 == 0 ? 1 : random.nextInt(1, i == 4 ? 90 : 20);
            int[] parents = i % 3 == 2 ? tree(size, random) : chain(size);
            segments.add(new Segment(tokens(50 + i, size), parents, size, true, together.get(i)));
            expected.add(read(model, new Segment(tokens(50 + i, size), parents, size, true, alone.get(i))));
        }
        List<Scores> scores = model.forward(segments);
        for (int i = 0; i < segments.size(); i++) {
            for (int row = 0; row < segments.get(i).size(); row++) {
                assertThat(scores.get(i).logits(row))
                        .as(i + ", row " + row)
                        .containsExactly(expected.get(i).logits().get(row), ROUNDING);
            }
        }
        together.forEach(KeyValueCache::close);
        alone.forEach(KeyValueCache::close);
    }

    /** The scores of a pass of one segment, read at once. */
    private record Read(List<Integer> greedy, List<float[]> logits) {}

    private static Read read(TorchCausalLanguageModel model, Segment segment) {
        Scores scores = model.forward(List.of(segment)).get(0);
        List<Integer> rows = IntStream.range(0, scores.rows()).boxed().toList();
        return new Read(
                rows.stream().map(scores::greedy).toList(),
                rows.stream().map(scores::logits).toList());
    }

    private static int[] chain(int size) {
        return IntStream.range(-1, size - 1).toArray();
    }

    private static int[] tree(int size, SplittableRandom random) {
        return IntStream.range(0, size).map(i -> random.nextInt(-1, i)).toArray();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_cache_grows_and_is_copied_with_its_contents(String name) {
        TorchCausalLanguageModel model = model(name);
        int[] ids = tokens(1, 60);
        try (KeyValueCache grown = model.newCache(40, ModelVariant.BASE);
                KeyValueCache copy = model.newCache(60, ModelVariant.BASE)) {
            GoldenModels.next(model, Arrays.copyOf(ids, 40), grown);
            grown.reserve(60);
            assertThat(grown.capacity()).isEqualTo(60);
            copy.copyPrefix(grown, 35);
            float[] expected = GoldenModels.logits(model, ids);
            assertThat(GoldenModels.next(model, Arrays.copyOfRange(ids, 40, 60), grown))
                    .containsExactly(expected, ROUNDING);
            assertThat(GoldenModels.next(model, Arrays.copyOfRange(ids, 35, 60), copy))
                    .containsExactly(expected, ROUNDING);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_does_not_fit_is_refused_before_anything_is_read(String name) {
        TorchCausalLanguageModel model = model(name);
        try (KeyValueCache first = filled(model, tokens(1, 5));
                KeyValueCache second = model.newCache(3, ModelVariant.BASE)) {
            Segment good = Segment.chain(new int[] {1}, 1, false, first);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.forward(List.of(good, Segment.chain(new int[4], 1, false, second))))
                    .withMessageContaining("holds 0 of 3 tokens, so 4 more don't fit");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.forward(List.of(good, good)))
                    .withMessageContaining("share a key/value cache");
            assertThatIllegalArgumentException().isThrownBy(() -> model.forward(List.of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> first.keep(4, new int[] {3}))
                    .withMessageContaining("[3]");
            assertThatIllegalArgumentException().isThrownBy(() -> second.copyPrefix(first, 6));
            assertThat(first.length()).isEqualTo(5);
            Scores scores = model.forward(List.of(good)).get(0);
            assertThatThrownBy(() -> scores.logits(0)).isInstanceOf(UnsupportedOperationException.class);
            assertThatIllegalArgumentException().isThrownBy(() -> scores.greedy(1));
        }
    }

    private static TorchCausalLanguageModel model(String name) {
        return Objects.requireNonNull(MODELS.get(name));
    }

    private static KeyValueCache filled(TorchCausalLanguageModel model, int[] ids) {
        KeyValueCache cache = model.newCache(200, ModelVariant.BASE);
        if (ids.length > 0) {
            model.forward(List.of(Segment.chain(ids, 0, false, cache)));
        }
        return cache;
    }

    private static int[] path(int[] ids, int[] parents, int row) {
        int[] path = {};
        for (int node = row; node >= 0; node = parents[node]) {
            path = concat(new int[] {ids[node]}, path);
        }
        return path;
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static int[] tokens(int seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, count).map(i -> 5 + random.nextInt(290)).toArray();
    }
}
