// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;

/**
 * Decides for each answer whether a layer corrects it, observes it in the background, or is skipped. The decision depends on the
 * request's attributes and question, never on the answer, so it is known before the answer is.
 *
 * <p>Which answers belong to the share is decided by a stable hash of the first attribute of {@code keys} that the request has,
 * such as the user or the conversation; without one, of the question. The same key therefore always gets the same decision, and a
 * growing share keeps everyone that a smaller one had.
 *
 * <p>The state can be changed at any time, by any thread, and holds for answers that begin afterwards.
 */
@Incubating
public final class Rollout {

    private static final double RANGE = Math.scalb(1.0, Integer.SIZE);

    private static final RolloutDecision ENFORCE = RolloutDecision.of(LayerMode.ENFORCE, LayerMode.ENFORCE);
    private static final RolloutDecision CANARY = RolloutDecision.of(LayerMode.CANARY, LayerMode.ENFORCE);
    private static final RolloutDecision SHADOW = RolloutDecision.of(LayerMode.SHADOW, LayerMode.SHADOW);
    private static final RolloutDecision OFF = RolloutDecision.skip(LayerMode.OFF, "the layer is off");
    private static final RolloutDecision NOT_CORRECTED =
            RolloutDecision.skip(LayerMode.CANARY, "the answer is not in the share that the layer corrects");
    private static final RolloutDecision NOT_OBSERVED =
            RolloutDecision.skip(LayerMode.SHADOW, "the answer is not in the share that the layer observes");

    private final List<String> keys;
    private volatile RolloutState state;

    private Rollout(RolloutState state, List<String> keys) {
        this.state = Objects.requireNonNull(state, "state");
        this.keys = List.copyOf(keys);
    }

    /** Returns a rollout to everyone. */
    public static Rollout enforce() {
        return of(RolloutState.ENFORCE);
    }

    /** Returns a rollout by user, else by conversation, else by question. */
    public static Rollout of(RolloutState state) {
        return of(state, List.of(RequestAttributes.USER, RequestAttributes.CONVERSATION));
    }

    /** Returns a rollout by the first of the attributes {@code keys} that a request has, else by question. */
    public static Rollout of(RolloutState state, List<String> keys) {
        return new Rollout(state, keys);
    }

    /** Returns the present state. */
    public RolloutState state() {
        return state;
    }

    /** Sets the state for answers that begin from now on. */
    public void set(RolloutState state) {
        this.state = Objects.requireNonNull(state, "state");
    }

    /**
     * Returns the effect of the layer {@code layer} on the answer to {@code request}: {@link LayerMode#ENFORCE}, {@link
     * LayerMode#SHADOW} or {@link LayerMode#OFF}.
     */
    public LayerMode decide(String layer, CorrectionRequest request) {
        return decision(layer, request).effect();
    }

    /** Returns the decision of {@link #decide} with its reason. */
    RolloutDecision decision(String layer, CorrectionRequest request) {
        RolloutState now = state;
        return switch (now.mode()) {
            case ENFORCE -> ENFORCE;
            case OFF -> OFF;
            case CANARY -> includes(now.share(), layer, request) ? CANARY : NOT_CORRECTED;
            case SHADOW -> includes(now.share(), layer, request) ? SHADOW : NOT_OBSERVED;
        };
    }

    private boolean includes(double share, String layer, CorrectionRequest request) {
        return share >= 1 || (share > 0 && position(layer + '\0' + key(request)) < share);
    }

    private String key(CorrectionRequest request) {
        for (String name : keys) {
            Object value = request.attributes().get(name);
            if (value != null) {
                return value.toString();
            }
        }
        return request.question();
    }

    /** Returns the position of {@code key} between 0 (inclusive) and 1, the same in every JVM. */
    private static double position(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            long first = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                first = (first << Byte.SIZE) | (digest[i] & 0xff);
            }
            return first / RANGE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
