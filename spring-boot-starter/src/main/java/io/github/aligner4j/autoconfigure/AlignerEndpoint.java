// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.RolloutState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code aligner}: shows chains, layers and models, changes the mode of a layer, and reloads a model. It holds no
 * text of a question or an answer. It is read-only unless {@code management.endpoint.aligner.access} is {@code unrestricted}.
 */
@Endpoint(id = "aligner", defaultAccess = Access.READ_ONLY)
public final class AlignerEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(AlignerEndpoint.class);

    private final AlignerRegistry aligners;
    private final AlignerChains chains;

    AlignerEndpoint(AlignerRegistry aligners, AlignerChains chains) {
        this.aligners = aligners;
        this.chains = chains;
    }

    /** Returns the chains and the Aligners that properties define. */
    @ReadOperation
    public EndpointView.All all() {
        Map<String, List<EndpointView.OfLayer>> layers = new LinkedHashMap<>();
        chains.names()
                .forEach(name -> layers.put(
                        name,
                        chains.get(name).layers().stream()
                                .map(EndpointView.OfLayer::of)
                                .toList()));
        Map<String, EndpointView.OfAligner> views = new LinkedHashMap<>();
        aligners.states()
                .forEach((name, state) -> views.put(
                        name,
                        EndpointView.OfAligner.of(
                                aligners.source(name), aligners.description(name), aligners.licence(name), state)));
        return new EndpointView.All(layers, views);
    }

    /** Returns the layers of a chain; null if there is none of this name. */
    @ReadOperation
    public @Nullable List<EndpointView.OfLayer> chain(@Selector String chain) {
        return chains.contains(chain) ? all().chains().get(chain) : null;
    }

    /**
     * Changes the mode of a layer for answers that begin from now on; those under way keep theirs.
     *
     * @param mode the mode, or null to keep it
     * @param share the share of answers, such as {@code 0.05} or {@code 5%}, or null to keep it
     * @return the layer as it is now
     */
    @WriteOperation
    public EndpointView.OfLayer setMode(
            @Selector String chain, @Selector String layer, @Nullable LayerMode mode, @Nullable String share) {
        if (mode == null && share == null) {
            throw invalid(
                    "neither a mode nor a share is given; set mode to enforce, canary, shadow or off, share to a share such"
                            + " as 0.05 or 5%, or both");
        }
        Layer found = layer(chain, layer);
        RolloutState before = found.rollout().state();
        RolloutState after =
                new RolloutState(mode == null ? before.mode() : mode, share == null ? before.share() : parse(share));
        found.rollout().set(after);
        LOG.info(
                "The layer '{}' of the chain '{}' now has the mode {} with a share of {}; it was {} with {}",
                layer,
                chain,
                after.mode(),
                after.share(),
                before.mode(),
                before.share());
        return EndpointView.OfLayer.of(found);
    }

    /**
     * Loads the checkpoint and the adapter of an Aligner again, with the others on the same model, and switches to them without
     * losing a call. If that fails, nothing changes.
     *
     * @return the names of the Aligners that were reloaded
     */
    @WriteOperation
    public Map<String, Set<String>> reload(@Selector String aligner) {
        try {
            return Map.of("reloaded", aligners.reload(aligner));
        } catch (IllegalArgumentException | AlignerSetupException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private Layer layer(String chain, String layer) {
        if (!chains.contains(chain)) {
            throw invalid("no chain has the name '" + chain + "'; choose from " + chains.names());
        }
        AlignerStack stack = chains.get(chain);
        Optional<Layer> found = stack.layers().stream()
                .filter(each -> each.name().equals(layer))
                .findFirst();
        return found.orElseThrow(() -> invalid("no layer of '" + chain + "' has the name '" + layer + "'; choose from "
                + stack.layers().stream().map(Layer::name).toList()));
    }

    private static double parse(String share) {
        try {
            String number = share.strip();
            double value = number.endsWith("%")
                    ? Double.parseDouble(number.substring(0, number.length() - 1)) / 100
                    : Double.parseDouble(number);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw invalid("share must be between 0 and 1, or between 0% and 100%, but was '" + share + "'");
    }

    private static InvalidEndpointRequestException invalid(String reason) {
        return new InvalidEndpointRequestException(reason, reason);
    }
}
