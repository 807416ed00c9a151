// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.text.Edit;
import io.github.aligner4j.text.WordDiff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of correcting an answer. Immutable; two corrections are equal if their texts, usage, time, layers and everything
 * else that the Aligner reports are.
 *
 * <p>The {@link #edits()} are computed when they are first read.
 */
public final class Correction {

    private final Difference texts;
    private final TokenUsage usage;
    private final Duration elapsed;
    private final List<LayerTrace> layers;
    private final Report report;

    private Correction(Difference texts, TokenUsage usage, Duration elapsed, List<LayerTrace> layers, Report report) {
        this.texts = texts;
        this.usage = usage;
        this.elapsed = elapsed;
        this.layers = layers;
        this.report = report;
    }

    /** Returns the correction of {@code original} to {@code answer}, without usage and time. */
    public static Correction of(String original, String answer) {
        return of(original, answer, TokenUsage.NONE, Duration.ZERO);
    }

    /**
     * Returns the correction of {@code original} to {@code answer}.
     *
     * @throws AlignerException if {@code answer} is null: an Aligner that finds nothing to correct returns the original
     */
    @SuppressWarnings("ConstantValue") // callers without null checks exist
    public static Correction of(String original, String answer, TokenUsage usage, Duration elapsed) {
        Objects.requireNonNull(original, "original");
        if (answer == null) {
            throw new AlignerException("a correction's answer is null; to correct nothing, return the original");
        }
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(elapsed, "elapsed");
        return new Correction(new Difference(original, answer), usage, elapsed, List.of(), Report.EMPTY);
    }

    /** Returns a copy with the traces of a stack's layers. */
    public Correction withLayers(List<LayerTrace> layers) {
        return new Correction(texts, usage, elapsed, List.copyOf(layers), report);
    }

    /** Returns a copy with the {@link #outcomes} of the corrections that it was made of, besides those of its own layers. */
    @Incubating
    public Correction withOutcomes(Set<Outcome> outcomes) {
        return new Correction(texts, usage, elapsed, layers, report.withInnerOutcomes(Set.copyOf(outcomes)));
    }

    /** Returns a copy with the usage of each part of the Aligner; their sum should be {@link #usage()}, without detections. */
    @Incubating
    public Correction withUsageBreakdown(Map<String, TokenUsage> breakdown) {
        Map<String, TokenUsage> copy = Collections.unmodifiableMap(new LinkedHashMap<>(breakdown));
        return new Correction(texts, usage, elapsed, layers, report.withUsageBreakdown(copy));
    }

    /** Returns a copy with the detections that the Aligner decided by; {@link #usage()} should include theirs. */
    @Incubating
    public Correction withDetections(List<Detection> detections) {
        return new Correction(texts, usage, elapsed, layers, report.withDetections(List.copyOf(detections)));
    }

    /** Returns a copy that the detection which it followed is part of: with its tokens, its time, and before other detections. */
    Correction after(Detection detection) {
        List<Detection> all = new ArrayList<>(List.of(detection));
        all.addAll(report.detections);
        return new Correction(
                texts,
                usage.plus(detection.usage()),
                elapsed.plus(detection.elapsed()),
                layers,
                report.withDetections(List.copyOf(all)));
    }

    /** Returns a copy with the use that was made of the request's retrieved passages. */
    @Incubating
    public Correction withContextUse(ContextUse contextUse) {
        Objects.requireNonNull(contextUse, "contextUse");
        return new Correction(texts, usage, elapsed, layers, report.withContextUse(contextUse));
    }

    /** Returns this correction if it is one of {@code original}, otherwise a copy that is. */
    Correction withOriginal(String original) {
        return original.equals(original())
                ? this
                : new Correction(new Difference(original, answer()), usage, elapsed, layers, report);
    }

    /** Returns the answer before the correction. */
    public String original() {
        return texts.original;
    }

    /** Returns the corrected answer; equal to {@link #original()} if nothing was corrected. */
    public String answer() {
        return texts.answer;
    }

    /**
     * Returns the differences between the two, word by word and in order; applied to {@link #original()} they give {@link
     * #answer()}.
     *
     * <p>Computed by the first call, in linear time; see {@link WordDiff} for when edits are coarser than words.
     */
    public List<Edit> edits() {
        return texts.edits();
    }

    /** Returns the number of tokens that the Aligners' and detectors' own models read and generated. */
    public TokenUsage usage() {
        return usage;
    }

    /** Returns the time it took, waiting included. */
    public Duration elapsed() {
        return elapsed;
    }

    /** Returns the traces of the outermost stack's layers; empty for an Aligner that is not a stack. */
    public List<LayerTrace> layers() {
        return layers;
    }

    /** Returns the outcomes of all layers, those of stacks inside layers and other Aligners included. */
    @Incubating
    public Set<Outcome> outcomes() {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        layers.forEach(layer -> outcomes.add(layer.outcome()));
        outcomes.addAll(report.innerOutcomes);
        return outcomes;
    }

    /**
     * Returns the usage of each part of an Aligner that calls models in several roles, such as {@code feedback} and {@code edit} of
     * a prompted Aligner or the routes of a router, in the order of the first call; empty for other Aligners.
     */
    @Incubating
    public Map<String, TokenUsage> usageBreakdown() {
        return report.usageBreakdown;
    }

    /**
     * Returns the detections that the Aligner itself decided by, in order; their tokens are part of {@link #usage()}. Empty for a
     * stack, whose detections are in the traces of its {@link #layers()}.
     */
    @Incubating
    public List<Detection> detections() {
        return report.detections;
    }

    /**
     * Returns the use that the Aligner made of the request's retrieved passages. Of a stack, each {@linkplain #layers() layer} has
     * its own, and this is {@link ContextUse#NONE}.
     */
    @Incubating
    public ContextUse contextUse() {
        return report.contextUse;
    }

    /**
     * Returns the share of the text that was edited, from 0 to 1: the sum of the longer sides of all {@link #edits()}, divided by
     * the length of the longer of the two texts.
     */
    public double editRatio() {
        long edited = edits().stream()
                .mapToLong(edit -> Math.max(
                        edit.originalEnd() - edit.originalStart(), edit.correctedEnd() - edit.correctedStart()))
                .sum();
        int longer = Math.max(original().length(), answer().length());
        return longer == 0 ? 0 : Math.min(1, (double) edited / longer);
    }

    /** Returns true if the answer differs from the original. */
    public boolean changed() {
        return !original().equals(answer());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Correction correction
                && original().equals(correction.original())
                && answer().equals(correction.answer())
                && usage.equals(correction.usage)
                && elapsed.equals(correction.elapsed)
                && layers.equals(correction.layers)
                && report.equals(correction.report);
    }

    @Override
    public int hashCode() {
        return Objects.hash(original(), answer(), usage, elapsed, layers, report);
    }

    /** Describes the correction without quoting the texts. */
    @Override
    public String toString() {
        return "Correction[" + (changed() ? "changed" : "unchanged") + ", "
                + original().length() + " to " + answer().length() + " characters, usage=" + usage + ", elapsed="
                + elapsed + ", layers=" + layers + ", detections=" + report.detections + "]";
    }

    /** The report of the Aligner beside its answer. */
    private record Report(
            Map<String, TokenUsage> usageBreakdown,
            List<Detection> detections,
            ContextUse contextUse,
            Set<Outcome> innerOutcomes) {

        private static final Report EMPTY = new Report(Map.of(), List.of(), ContextUse.NONE, Set.of());

        Report withUsageBreakdown(Map<String, TokenUsage> usageBreakdown) {
            return new Report(usageBreakdown, detections, contextUse, innerOutcomes);
        }

        Report withDetections(List<Detection> detections) {
            return new Report(usageBreakdown, detections, contextUse, innerOutcomes);
        }

        Report withContextUse(ContextUse contextUse) {
            return new Report(usageBreakdown, detections, contextUse, innerOutcomes);
        }

        Report withInnerOutcomes(Set<Outcome> innerOutcomes) {
            return new Report(usageBreakdown, detections, contextUse, innerOutcomes);
        }
    }

    /** Two texts and their difference, which is computed once for all copies of a correction. */
    private static final class Difference {

        private final String original;
        private final String answer;
        private volatile @Nullable List<Edit> edits;

        Difference(String original, String answer) {
            this.original = original;
            this.answer = answer;
        }

        List<Edit> edits() {
            List<Edit> computed = edits;
            if (computed != null) {
                return computed;
            }
            synchronized (this) {
                computed = edits;
                if (computed == null) {
                    computed = WordDiff.between(original, answer);
                    edits = computed;
                }
                return computed;
            }
        }
    }
}
