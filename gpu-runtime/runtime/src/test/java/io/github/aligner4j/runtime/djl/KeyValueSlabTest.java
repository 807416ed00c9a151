// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyValueSlabTest {

    private static final Offset<Float> ROUNDING = Offset.offset(2e-4f);

    @TempDir
    private static Path folder;

    private static TorchCausalLanguageModel model;
    private static KeyValueSlab slab;

    private final List<Held> held = new ArrayList<>();

    @BeforeAll
    static void load() {
        model = OneSlab.load(GoldenCheckpoint.unpack("llama-gqa", folder).folder());
        try (KeyValueCache cache = model.newCache(1, ModelVariant.BASE)) {
            slab = model.own(cache).slab();
        }
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @AfterEach
    void closeAll() {
        held.forEach(each -> each.cache.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void caches_keep_their_contents_while_others_open_grow_and_close_around_them(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 60; step++) {
            change(random);
            assertThat(slab.rows()).isLessThanOrEqualTo(maxRows());
            Held any = held.isEmpty() ? null : held.get(random.nextInt(held.size()));
            if (any != null && any.cache.length() < any.cache.capacity()) {
                any.read(tokens(random, 1), true);
            }
        }
        closeAll();
        assertThat(slab.rows()).isZero();
    }

    @Test
    void gaps_are_closed_before_the_slab_grows() {
        open(40, 30);
        open(40, 30);
        open(40, 30);
        int rows = slab.rows();
        close(0);
        close(1);
        open(rows - 40, 10);
        assertThat(slab.rows()).isEqualTo(rows);
        held.forEach(each -> each.read(new int[] {7}, true));
    }

    /** Most rows that the slab has had reason to get: a quarter more than the caches of any step together. */
    private int peak;

    private int maxRows() {
        peak = Math.max(
                peak, held.stream().mapToInt(each -> each.cache.capacity()).sum());
        // While a cache moves, its old and its new rows are both taken.
        return (peak + 200) * 5 / 4;
    }

    private void change(SplittableRandom random) {
        int kind = random.nextInt(6);
        if (held.isEmpty() || kind == 0) {
            open(random.nextInt(1, 60), 0);
        } else if (kind == 1) {
            close(random.nextInt(held.size()));
        } else if (kind == 2) {
            KeyValueCache cache = any(random).cache;
            cache.reserve(Math.min(200, cache.capacity() + random.nextInt(1, 40)));
        } else if (kind == 3) {
            copy(any(random), random);
        } else {
            Held one = any(random);
            int room = one.cache.capacity() - one.cache.length();
            if (room > 0) {
                one.read(tokens(random, random.nextInt(1, room + 1)), false);
            }
        }
    }

    private Held any(SplittableRandom random) {
        return held.get(random.nextInt(held.size()));
    }

    private void open(int capacity, int tokens) {
        Held opened = new Held(model.newCache(capacity, ModelVariant.BASE));
        held.add(opened);
        if (tokens > 0) {
            opened.read(tokens(new SplittableRandom(capacity), tokens), false);
        }
    }

    private void close(int index) {
        held.remove(index).cache.close();
    }

    private void copy(Held source, SplittableRandom random) {
        int length = random.nextInt(0, source.cache.length() + 1);
        Held copy = new Held(model.newCache(length + 10, ModelVariant.BASE));
        copy.cache.copyPrefix(source.cache, length);
        copy.ids = Arrays.copyOf(source.ids, length);
        held.add(copy);
    }

    private static int[] tokens(SplittableRandom random, int count) {
        return IntStream.range(0, count).map(i -> 5 + random.nextInt(290)).toArray();
    }

    /** A cache and the tokens in it. */
    private static final class Held {

        private final KeyValueCache cache;
        private int[] ids = {};

        Held(KeyValueCache cache) {
            this.cache = cache;
        }

        void read(int[] more, boolean compared) {
            int[] all = Arrays.copyOf(ids, ids.length + more.length);
            System.arraycopy(more, 0, all, ids.length, more.length);
            ids = all;
            float[] logits = model.forward(List.of(Segment.chain(more, 1, true, cache)))
                    .get(0)
                    .logits(0);
            if (compared) {
                assertThat(logits).containsExactly(GoldenModels.logits(model, ids), ROUNDING);
            }
        }
    }
}
