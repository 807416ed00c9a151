// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports the chains and the state of each Aligner, without running one. The health is down if one is closed. A failed
 * correction does not change it; its message is a detail.
 */
final class AlignerHealthIndicator extends AbstractHealthIndicator {

    private final AlignerRegistry aligners;
    private final AlignerChains chains;

    AlignerHealthIndicator(AlignerRegistry aligners, AlignerChains chains) {
        super("The state of the Aligners could not be read");
        this.aligners = aligners;
        this.chains = chains;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Map<String, AlignerState> states = aligners.states();
        Map<String, Map<String, Object>> details = new LinkedHashMap<>();
        states.forEach((name, state) -> details.put(name, details(state)));
        Map<String, List<String>> layers = new LinkedHashMap<>();
        chains.names()
                .forEach(name -> layers.put(
                        name,
                        chains.get(name).layers().stream().map(Layer::name).toList()));
        boolean usable = states.values().stream().allMatch(AlignerState::usable);
        (usable ? builder.up() : builder.down()).withDetail("chains", layers).withDetail("aligners", details);
    }

    private static Map<String, Object> details(AlignerState state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state.usable() ? "loaded" : "closed");
        details.putAll(state.details());
        return details;
    }
}
