// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A prompt of a golden checkpoint with the tokens that transformers generates.
 *
 * @param name the checkpoint or adapter, and the number of the row
 * @param adapter the adapter; null for the base
 * @param prompt the prompt
 * @param expected the tokens
 * @param prediction the text of another row's prompt, so that a draft is partly wrong
 */
record GoldenCall(String name, @Nullable String adapter, String prompt, List<Integer> expected, String prediction) {

    private static final List<Drafting> DRAFTED = List.of(Drafting.PROMPT_LOOKUP, Drafting.RESIDUAL);

    /** Copies the tokens. */
    GoldenCall {
        expected = List.copyOf(expected);
    }

    /** Returns the calls of a checkpoint and of its adapters. */
    static List<GoldenCall> of(GoldenCheckpoint base, List<GoldenCheckpoint> adapters) {
        List<GoldenCall> calls = new ArrayList<>(of(base, (String) null));
        adapters.forEach(adapter -> calls.addAll(of(adapter, adapter.name())));
        return calls;
    }

    private static List<GoldenCall> of(GoldenCheckpoint golden, @Nullable String adapter) {
        List<GoldenRow> rows = golden.rows();
        List<GoldenCall> calls = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            GoldenRow row = rows.get(i);
            String other = rows.get((i + 1) % rows.size()).prompt();
            calls.add(new GoldenCall(golden.name() + " " + i, adapter, row.prompt(), row.greedyIds(), other));
        }
        return calls;
    }

    /** Returns what each call generates alone, by plain decoding. */
    static List<Generation> plain(List<GoldenCall> calls, TorchCompletionModel model) {
        return calls.stream()
                .map(call -> call.generate(model, Drafting.NONE, call.prediction()))
                .toList();
    }

    /** Counts the calls that get the tokens of {@code plain} with drafts, too: some right, some wrong. */
    static ParityCounts.Share draftedEqual(List<GoldenCall> calls, List<Generation> plain, TorchCompletionModel model) {
        ParityCounts.Share share = new ParityCounts.Share();
        for (int i = 0; i < calls.size(); i++) {
            String draft = plain.get(i).completion().text() + calls.get(i).prediction();
            for (Drafting drafting : DRAFTED) {
                Generation drafted = calls.get(i).generate(model, drafting, draft);
                share.add(drafted.tokenIds().equals(plain.get(i).tokenIds()) ? 1 : 0, 1);
            }
        }
        return share;
    }

    /** Counts the calls that get the tokens of {@code plain} while all run at the same time, with all ways of drafting. */
    static ParityCounts.Share companyEqual(List<GoldenCall> calls, List<Generation> plain, TorchCompletionModel model) {
        ParityCounts.Share share = new ParityCounts.Share();
        ExecutorService callers = Executors.newFixedThreadPool(calls.size() * Drafting.values().length);
        try {
            List<Future<Boolean>> running = new ArrayList<>();
            for (Drafting drafting : Drafting.values()) {
                for (int i = 0; i < calls.size(); i++) {
                    GoldenCall call = calls.get(i);
                    List<Integer> alone = plain.get(i).tokenIds();
                    running.add(callers.submit(() -> call.generate(model, drafting, call.prediction())
                            .tokenIds()
                            .equals(alone)));
                }
            }
            for (Future<Boolean> equal : running) {
                share.add(equal.get() ? 1 : 0, 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the comparison was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            callers.shutdownNow();
        }
        return share;
    }

    private Generation generate(TorchCompletionModel model, Drafting drafting, String draft) {
        return model.generate(request(draft), GenerationOptions.IGNORE_END_OF_SEQUENCE.withDrafting(drafting));
    }

    private CompletionRequest request(String draft) {
        return CompletionRequest.builder(Prompt.of(prompt))
                .prediction(draft)
                .adapter(adapter)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(expected.size()))
                .build();
    }
}
