// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Incubating;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meters of stacks, layers and the engines behind them. Their names and tags stay within a major version. */
@Incubating
public enum AlignerMeter implements MeterDocumentation {
    /** Time of an answer. */
    STACK(
            "aligner.stack",
            Meter.Type.TIMER,
            null,
            "Time of an answer in a chain, of every call however it ends",
            "chain",
            "outcome"),
    /** Time of a layer. */
    LAYER("aligner.layer", Meter.Type.TIMER, null, "Time of a layer, its gate included", "chain", "layer", "outcome"),
    /** Edit ratio. */
    EDIT_RATIO(
            "aligner.edit.ratio",
            Meter.Type.DISTRIBUTION_SUMMARY,
            null,
            "Share of an answer's characters that a layer edited, 0 to 1, if it gave a correction",
            "chain",
            "layer"),
    /** Tokens. */
    TOKENS(
            "aligner.tokens",
            Meter.Type.COUNTER,
            null,
            "Tokens of the models of Aligners and detectors",
            "chain",
            "layer",
            "type"),
    /** Time of a detection. */
    DETECTION("aligner.detection", Meter.Type.TIMER, null, "Time of a detection", "chain", "layer", "label"),
    /** Score of a detection. */
    DETECTION_SCORE(
            "aligner.detection.score",
            Meter.Type.DISTRIBUTION_SUMMARY,
            null,
            "Score of a detection, 0 to 1",
            "chain",
            "layer",
            "label"),
    /** Retrieved passages. */
    CONTEXT_PASSAGES(
            "aligner.context.passages",
            Meter.Type.COUNTER,
            null,
            "Retrieved passages, for layers that read them",
            "chain",
            "layer",
            "use"),
    /** Time of a shadow layer. */
    SHADOW(
            "aligner.shadow",
            Meter.Type.TIMER,
            null,
            "Time of a layer in the mode shadow, in the background",
            "chain",
            "layer",
            "outcome"),
    /** Edit ratio of a shadow layer. */
    SHADOW_EDIT_RATIO(
            "aligner.shadow.edit.ratio",
            Meter.Type.DISTRIBUTION_SUMMARY,
            null,
            "Share of an answer's characters that a layer in the mode shadow would have edited, 0 to 1",
            "chain",
            "layer"),
    /** Answers that wait for shadow layers. */
    SHADOW_QUEUED("aligner.shadow.queued", Meter.Type.GAUGE, null, "Answers that wait for layers in the mode shadow"),
    /** Answers that shadow layers have dropped or observed. */
    SHADOW_ANSWERS(
            "aligner.shadow.answers",
            Meter.Type.COUNTER,
            null,
            "Answers that layers in the mode shadow observed, or that were dropped as their queue was full",
            "result"),
    /** Lookups in a cache. */
    CACHE_LOOKUPS(
            "aligner.cache.lookups",
            Meter.Type.COUNTER,
            null,
            "Lookups in the cache of an Aligner; shared ones waited for an identical request",
            "aligner",
            "result"),
    /** Evictions from a cache. */
    CACHE_EVICTIONS(
            "aligner.cache.evictions", Meter.Type.COUNTER, null, "Corrections that a cache has dropped", "aligner"),
    /** Size of a cache. */
    CACHE_SIZE("aligner.cache.size", Meter.Type.GAUGE, null, "Corrections in a cache", "aligner"),
    /** Memory of a cache. */
    CACHE_MEMORY("aligner.cache.memory", Meter.Type.GAUGE, "bytes", "Memory of the corrections in a cache", "aligner"),
    /** Health of an engine. */
    ENGINE_UP("aligner.engine.up", Meter.Type.GAUGE, null, "1 if the engine takes requests, otherwise 0", "engine"),
    /** Waiting requests. */
    ENGINE_QUEUED("aligner.engine.queued", Meter.Type.GAUGE, null, "Requests that wait for the engine", "engine"),
    /** Running requests. */
    ENGINE_RUNNING(
            "aligner.engine.running",
            Meter.Type.GAUGE,
            null,
            "Requests that the engine completes at present",
            "engine"),
    /** Requests by result. */
    ENGINE_REQUESTS(
            "aligner.engine.requests",
            Meter.Type.COUNTER,
            null,
            "Requests that were completed, failed, or were rejected as the queue was full",
            "engine",
            "result"),
    /** Time of requests by phase. */
    ENGINE_TIME(
            "aligner.engine.time",
            Meter.Type.TIMER,
            null,
            "Time of completed requests in the queue, in prefill and in decode",
            "engine",
            "phase"),
    /** Tokens of an engine. */
    ENGINE_TOKENS(
            "aligner.engine.tokens",
            Meter.Type.COUNTER,
            null,
            "Tokens: of prompts, those of them that were cached, generated, drafted, and drafted ones that were accepted",
            "engine",
            "type"),
    /** Forward passes. */
    ENGINE_PASSES(
            "aligner.engine.passes",
            Meter.Type.COUNTER,
            null,
            "Forward passes of completed requests; generated tokens by passes are the tokens per pass",
            "engine"),
    /** Memory of an engine. */
    ENGINE_MEMORY(
            "aligner.engine.memory",
            Meter.Type.GAUGE,
            "bytes",
            "Memory of keys and values, its limit, its part for cached prefixes, and the memory of the device in use and in all",
            "engine",
            "area"),
    /** Cached prefixes. */
    ENGINE_PREFIXES("aligner.engine.prefixes", Meter.Type.GAUGE, null, "Cached prefixes of prompts", "engine"),
    /** Evicted prefixes. */
    ENGINE_EVICTIONS(
            "aligner.engine.evictions",
            Meter.Type.COUNTER,
            null,
            "Cached prefixes that were dropped to make room",
            "engine"),
    /** Preempted requests. */
    ENGINE_PREEMPTIONS(
            "aligner.engine.preemptions",
            Meter.Type.COUNTER,
            null,
            "Requests that lost their keys and values to more urgent ones",
            "engine"),
    /** Lines of the audit log. */
    AUDIT_EVENTS(
            "aligner.audit.events",
            Meter.Type.COUNTER,
            null,
            "Events that the audit log has written or lost",
            "result");

    private final String name;
    private final Meter.Type type;
    private final @Nullable String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<String> tags;

    AlignerMeter(String name, Meter.Type type, @Nullable String unit, String description, String... tags) {
        this.name = name;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public @Nullable String getBaseUnit() {
        return unit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tags.stream().map(tag -> (KeyName) () -> tag).toArray(KeyName[]::new);
    }

    /** Returns the description in registries. */
    public String description() {
        return description;
    }

    /** Returns the names of the tags, in order. */
    public List<String> tags() {
        return tags;
    }

    /** Returns the tags with these values, in order. */
    Tags tags(String... values) {
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(name + " has the tags " + tags + ", but " + values.length + " values");
        }
        Tags all = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            all = all.and(tags.get(i), values[i]);
        }
        return all;
    }
}
