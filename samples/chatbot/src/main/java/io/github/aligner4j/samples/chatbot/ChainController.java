// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Layer;
import io.github.aligner4j.autoconfigure.AlignerChains;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The models, the chains, and the modes of their layers. */
@RestController
@RequestMapping("/api")
class ChainController {

    private final AlignerChains chains;
    private final Upstreams upstreams;
    private final Visits visits;

    ChainController(AlignerChains chains, Upstreams upstreams, Visits visits) {
        this.chains = chains;
        this.upstreams = upstreams;
        this.visits = visits;
    }

    @GetMapping("/chains")
    List<Chain> chains() {
        return chains.names().stream().map(name -> Chain.of(chains.get(name))).toList();
    }

    @GetMapping("/upstream")
    Upstream upstream() {
        return new Upstream(upstreams.first().label(), upstreams.first().builtIn());
    }

    @GetMapping("/models")
    List<Model> models() {
        return upstreams.models().stream()
                .map(model -> new Model(model.name(), model.label(), model.builtIn()))
                .toList();
    }

    @GetMapping("/modes")
    List<LayerSetting> modes(HttpServletRequest request) {
        return visits.of(request).orElseGet(visits::unknown).chains().all().stream()
                .flatMap(chain -> LayerSetting.of(chain).stream())
                .toList();
    }

    @PutMapping(path = "/modes/{chain}/{layer}", consumes = MediaType.APPLICATION_JSON_VALUE)
    LayerSetting change(
            @PathVariable String chain,
            @PathVariable String layer,
            @RequestBody LayerSetting.Change change,
            HttpSession session) {
        Layer changed = visits.of(session).chains().layer(chain, layer);
        changed.rollout().set(change.state());
        return LayerSetting.of(chain, changed);
    }

    /** A chain that can be chosen; {@code sentences} if it can be streamed sentence by sentence. */
    record Chain(String name, List<String> layers, boolean sentences) {

        static Chain of(AlignerStack chain) {
            List<String> layers = chain.layers().stream().map(Layer::name).toList();
            return new Chain(chain.name(), layers, chain.supportsWindows());
        }
    }

    /** The default upstream model, for display. */
    record Upstream(String label, boolean builtIn) {}

    /** A model that can be chosen. */
    record Model(String name, String label, boolean builtIn) {}
}
